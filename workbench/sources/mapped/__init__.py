"""Tables that nobody described: a person confirms once what their columns mean, and they are read from then on."""

from workbench.sources.mapped.reading import EXPORT

EXPORTS = (EXPORT,)
