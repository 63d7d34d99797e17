"""Words that stand as data in the rooms below are translated too."""

import pytest

from workbench.kpis import ORDER_REASONS, REASONS
from workbench.rules import EVIDENCE, load_rules
from workbench.sources import EXPORTS
from workbench.tables import TABLES
from workbench.words import in_language, t
from workbench.words.rules import evidence_words

EXPORT_WORDS = sorted({text for export in EXPORTS.values() for text in (export.title, export.download) if text})
REASON_WORDS = sorted({*REASONS.values(), *ORDER_REASONS.values()})


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize("text", [*EXPORT_WORDS, *REASON_WORDS, *(table.row for table in TABLES.values())])
def test_names_of_exports_reasons_and_rows_are_translated(lang, text):
    with in_language(lang):
        assert t(text)


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize("text", sorted({each.enforcement for each in load_rules().rules if each.enforcement}))
def test_what_follows_a_missed_target_is_translated(lang, text):
    with in_language(lang):
        assert t(text)


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_every_grade_of_evidence_has_words(lang):
    with in_language(lang):
        assert len({evidence_words(grade) for grade in EVIDENCE}) == len(EVIDENCE)
