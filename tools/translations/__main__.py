"""Bring the catalogs of all languages up to date with the English text: `make translations`.

    python -m tools.translations            # take new text up, mark what changed as fuzzy, compile
    python -m tools.translations --check    # write nothing; fail if something would change
    python -m tools.translations --missing  # afterwards list what is not translated, or fuzzy
    python -m tools.translations --missing 03_softmax

Running it twice changes nothing.
"""

import argparse
import sys

from tools.translations import build, catalogs, letters


def main(arguments=None):
    """Bring all languages up to date; return the number of problems."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="the catalogs to list, such as 03_softmax")
    parser.add_argument("--check", action="store_true", help="fail if something would change")
    parser.add_argument("--missing", action="store_true", help="list what is not translated")
    options = parser.parse_args(arguments)
    problems = 0
    for language in catalogs.languages():
        wanted = catalogs.up_to_date(language)
        files = catalogs.files_of(language, wanted)
        changed = catalogs.outdated(files) if options.check else catalogs.write(files)
        files = {**build.documents(language), **letters.files_of(language, wanted)}
        changed += catalogs.outdated(files) if options.check else catalogs.write(files)
        problems += len(changed) if options.check else 0
        for path in changed:
            print(f"{path.relative_to(catalogs.ROOT)}: changed")
        for name, catalog in wanted.items():
            entries = list(catalog)
            fuzzy = sum(entry.fuzzy for entry in entries)
            missing = sum(not catalogs.done(entry) for entry in entries)
            words = f"{len(entries) - fuzzy - missing} of {len(entries)} translated"
            print(f"{language}/{name}: {words}" + (f", {fuzzy} fuzzy" if fuzzy else ""))
        if options.missing:
            shown = {n: c for n, c in wanted.items() if not options.names or n in options.names}
            for line in catalogs.trouble(language, shown):
                print(line)
    return problems


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
