"""What a person is asked on the way to a column map."""

from __future__ import annotations

from workbench.words.catalogue import mark

MAPPING = (
    mark("What one row of the file is: {names}"),
    mark("One row is"),
    mark("A name for this layout"),
    mark("The file lists"),
    mark("Whose figures these are"),
    mark("left out, for they look personal: {headings}"),
    mark("fields of {name}: {fields}"),
    mark("'{heading}' {examples} is"),
    mark("No column is '{name}' ({meaning}). Its value in every row"),
    mark("'{cell}' in '{heading}' means"),
    mark("How numbers are written ({examples})"),
    mark("How dates are written ({examples})"),
    mark("{fault}.\nHow numbers are written ({examples})"),
    mark("{fault}.\nHow dates are written ({examples})"),
    mark("Zone of its times, such as Asia/Shanghai, or 'account'"),
    mark("Currency of its amounts, such as MXN, or 'account'"),
    mark("Account of every file of this layout ({accounts}), or 'folder': where the file lies"),
    mark("'{answer}' can't be chosen here; {near}\n{fault}"),
    mark("one of: {choices}"),
)
"""Questions of the dialog, which says them in English."""
