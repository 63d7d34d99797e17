"""Subset Noto Sans SC to the characters that a report can need, and write the fonts of workbench/report.

    python scripts/make_fonts.py NotoSansSC-Regular.ttf NotoSansSC-Bold.ttf

The two arguments are the full static TrueType files, version 2.004, as their publisher ships them.
The result is the same byte for byte for the same input.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parents[1] / "workbench" / "report" / "fonts"
# First and last code point of each block that is taken whole.
BLOCKS = {
    "Latin, Latin-1, Latin Extended-A and B": (0x0020, 0x024F),
    "spacing and combining marks": (0x02B0, 0x036F),
    "Greek and Cyrillic": (0x0370, 0x045F),
    "general punctuation": (0x2000, 0x206F),
    "superscripts, currency, letterlike, numbers, arrows, mathematics": (0x2070, 0x22FF),
    "technical": (0x2300, 0x23FF),
    "enclosed numbers, box drawing, blocks, geometric shapes, symbols, dingbats": (0x2460, 0x27BF),
    "CJK symbols, kana": (0x3000, 0x30FF),
    "enclosed CJK, CJK units": (0x3200, 0x33FF),
    "full-width forms": (0xFF00, 0xFFEF),
}
# Level 1 of Big5, the everyday characters of Taiwan and Hong Kong, ends here.
BIG5_LEVEL_1 = (0xA4, 0xC6)
# Needed in names of people and firms, and in neither list.
NAMES = "喆堃昇珺煊犇鑫燚淼垚垒堔珅璟琰翀旻昱晗烨祎赟頔龑劼勍"
FEATURES = ["ccmp", "kern", "locl", "mark"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("regular", type=Path)
    parser.add_argument("bold", type=Path)
    arguments = parser.parse_args()
    for source, weight in ((arguments.regular, "Regular"), (arguments.bold, "Bold")):
        target = TARGET / f"NotoSansSC-{weight}.ttf"
        target.write_bytes(subset(source))
        print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB")


def wanted() -> set[int]:
    """Every code point that the report's fonts shall have, where the full font has it."""
    points = {point for first, last in BLOCKS.values() for point in range(first, last + 1)}
    return points | _of_charset("gb2312", (0xA1, 0xF7)) | _of_charset("big5", BIG5_LEVEL_1) | set(map(ord, NAMES))


def subset(source: Path) -> bytes:
    """The font file cut down to `wanted()`."""
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.drop_tables += ["BASE", "STAT", "vhea", "vmtx", "DSIG"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    made = io.BytesIO()
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter.subset(font)
        font.save(made, reorderTables=True)
    return made.getvalue()


def _of_charset(codec: str, lead_bytes: tuple[int, int]) -> set[int]:
    pairs = (bytes((lead, trail)) for lead in range(lead_bytes[0], lead_bytes[1] + 1) for trail in range(0x40, 0xFF))
    return {ord(text) for pair in pairs if len(text := pair.decode(codec, errors="ignore")) == 1}


if __name__ == "__main__":
    main()
