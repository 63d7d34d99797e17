"""What a person is asked on the way to a column map, and what a map or the way back to a row is refused for."""

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
MAP_FAULTS = (
    mark("nobody to ask here"),
    mark("not confirmed, so nothing was remembered"),
    mark("no file '{file}'"),
    mark("a file of the inbox, or a path with --account"),
    mark("{name} is read as {title}"),
    mark("a table that is not read yet"),
    mark("a map has no '{name}'"),
    mark("'{name}' is no list of names and values"),
    mark("no column '{heading}'"),
    mark("{table} has no field '{name}'"),
    mark("'{name}' is filled twice"),
    mark("one column a field"),
    mark("'{heading}' looks like a column of persons"),
    mark("columns without names, addresses, phones, mails or tax numbers: none of them is ever kept"),
    mark("'{answer}' is no choice"),
    mark("no list"),
    mark("the words {words} of '{heading}' have no meaning yet"),
    mark("each with one of {names}"),
    mark("a file that lists only the bad ones gives no rate: every order in it would be late"),
    mark("a file with all orders or parcels of the period"),
    mark("map claims and bad feedback to defects; type the platform's own rate into reported.xlsx"),
    mark("a zone such as America/Mexico_City, or 'account'"),
    mark("'{heading}' can be read in two ways: '{cell}' is {one} ({form}) or {other} ({another})"),
    mark("numbers: one of {names}"),
    mark("dates: one of {names}"),
    mark("the map does not say: {unsaid}"),
    mark("no column fills it"),
    mark("'every' order or parcel, or 'only the bad ones'"),
    mark("a code such as MXN, or 'account'"),
    mark("of its times, such as Asia/Shanghai, or 'account'"),
    mark("docs/sources.md describes each"),
    mark("--set table=packages, or in the --columns file"),
    mark("--columns MAP.yml, or --column HEADING=FIELD"),
)
"""Why a map is refused, and what would be right."""
TRACE_FAULTS = (
    mark("no row with the key '{key}'"),
    mark("{n} rows with the key '{key}'"),
    mark("{names}, for example {key}"),
    mark("a table with rows"),
    mark("not a canonical table"),
    mark("the file behind this row is no longer in the inbox"),
    mark("ingest again"),
)
"""Why `trace` finds nothing."""
