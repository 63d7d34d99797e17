"""Writes the three invented sellers, or any number of smaller ones for benchmarks.

python data/sample/make_sample.py                             rewrites the three sellers beside this file
python data/sample/make_sample.py --out DIR                   writes them into DIR
python data/sample/make_sample.py --clients 100 --out DIR     writes 100 further sellers at a quarter of the trade
python data/sample/make_sample.py --record                    freezes the three sellers' baselines (needs the workbench)
"""

from __future__ import annotations

import argparse
from pathlib import Path

from make.baselines import freeze_baselines
from make.build import build_seller
from make.sellers import SELLERS, small_seller


def main() -> None:
    """Read the arguments and write the sellers."""
    arguments = _arguments()
    if arguments.record:
        freeze_baselines(arguments.out)
        return
    sellers = [small_seller(number) for number in range(1, arguments.clients + 1)] if arguments.clients else SELLERS
    for seller in sellers:
        folder = arguments.out / seller.id
        shelf = build_seller(seller)
        shelf.write(folder)
        size = sum(len(content) for content in shelf.files.values())
        print(f"{folder}: {len(shelf.files)} files, {size / 1e6:.1f} MB")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Writes the invented sellers of the sample.")
    parser.add_argument("--clients", type=int, default=0, help="that many further, smaller sellers instead")
    parser.add_argument("--record", action="store_true", help="freeze the baselines of the sellers that are there")
    parser.add_argument("--out", type=Path, help="folder to write into; this one for the three sellers")
    arguments = parser.parse_args()
    if arguments.clients and arguments.out is None:
        parser.error("--clients needs --out: the benchmark sellers are never written beside the sample")
    arguments.out = arguments.out or Path(__file__).resolve().parent
    return arguments


if __name__ == "__main__":
    main()
