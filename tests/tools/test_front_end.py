"""Of the front-end package, exactly what a page can ask for is copied."""

from pathlib import Path

import pytest

from tools.front_end import SetUpError, needed_files


def distribution(folder: Path, *, styles: str, files: tuple[str, ...]) -> Path:
    for file in ("css/dkfds.min.css", *files):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(styles, encoding="utf-8")
    return folder


def test_what_the_styles_refer_to_is_copied_but_for_fonts_that_no_browser_reads(tmp_path: Path) -> None:
    styles = (
        "@font-face{src:url(../fonts/a.eot);src:url('../fonts/a.eot?#iefix'),url(../fonts/a.woff2)}"
        'i{background:url("../img/check.svg")}b{background:url(data:image/png;base64,AAAA)}'
    )
    files = ("fonts/a.eot", "fonts/a.woff2", "img/check.svg", "img/unused.svg")
    assert needed_files(distribution(tmp_path, styles=styles, files=files)) == {
        "css/dkfds.min.css",
        "js/dkfds.min.js",
        "img/all-svg-icons.svg",
        "LICENSE.md",
        "fonts/a.woff2",
        "img/check.svg",
    }


def test_a_file_that_the_package_lost_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetUpError, match=r"img/gone\.svg"):
        needed_files(distribution(tmp_path, styles="i{background:url(../img/gone.svg)}", files=()))
