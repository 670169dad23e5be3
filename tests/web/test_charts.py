"""Pictures: where the blocks of a stacked chart lie."""

from tracker.web.charts import Column, DrawnPart, Part, stacked_chart


def test_parts_are_stacked_from_the_first_upwards_in_proportion() -> None:
    chart = stacked_chart(
        ["2019", "2020"],
        [Part("Job", "0", (300, 100)), Part("Ingen", "1", (0, 0)), Part("Pulje", "rest", (100, 0))],
        total_texts=["400", "100"],
    )
    assert chart is not None
    assert (chart.width, chart.height, chart.base) == (300, 260, 232)
    assert chart.parts == (
        DrawnPart("Pulje", "rest", "M47 76h56V24h-56z"),
        DrawnPart("Job", "0", "M47 232h56V76h-56zM197 232h56V180h-56z"),
    )
    assert chart.columns == (Column(75, "2019", 24, "400"), Column(225, "2020", 180, "100"))


def test_what_lies_below_zero_is_left_to_the_table() -> None:
    parts = [Part("Job", "0", (-5, 10)), Part("Pulje", "rest", (10, 0)), Part("Andet", "1", (-1, 0))]
    chart = stacked_chart(["2019", "2020"], parts, total_texts=["4", "10"])
    assert chart is not None
    assert chart.parts == (
        DrawnPart("Pulje", "rest", "M47 232h56V24h-56z"),
        DrawnPart("Job", "0", "M197 232h56V24h-56z"),
    )


def test_there_is_no_picture_of_nothing() -> None:
    assert stacked_chart(["2019"], [Part("Job", "0", (0,))], total_texts=["–"]) is None
    assert stacked_chart([], [], total_texts=[]) is None
