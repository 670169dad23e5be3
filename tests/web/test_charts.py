"""Pictures: where the blocks of a stacked chart lie."""

from tracker.web.charts import Bar, Column, DrawnPart, Part, Series, grouped_chart, stacked_chart


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


def test_bars_of_several_budgets_stand_side_by_side_for_each_year() -> None:
    chart = grouped_chart(
        ["2021", "2022"],
        [Series("I dag", "0", (600, 1000), ("600", "1.000")), Series("Nyt", "1", (0, 400), ("0", "400"))],
    )
    assert chart is not None
    assert (chart.width, chart.zero, chart.groups) == (300, 232, ((64, "2021"), (192, "2022")))
    assert chart.legend == (("I dag", "0"), ("Nyt", "1"))
    assert chart.bars == (
        Bar("0", "M14 232h46V107h-46z", 37, 101, "600"),
        Bar("1", "", 87, 226, "0"),
        Bar("0", "M142 232h46V24h-46z", 165, 18, "1.000"),
        Bar("1", "M192 232h46V148h-46z", 215, 142, "400"),
    )


def test_a_bar_below_zero_hangs_from_the_line_with_its_amount_under_it() -> None:
    chart = grouped_chart(["2021"], [Series("I dag", "0", (600,), ("600",)), Series("Alt", "1", (-200,), ("−200",))])
    assert chart is not None
    assert chart.zero == 168
    assert chart.bars == (
        Bar("0", "M14 168h46V24h-46z", 37, 18, "600"),
        Bar("1", "M64 168h46V216h-46z", 87, 232, "−200"),
    )
    assert grouped_chart(["2021"], [Series("I dag", "0", (0,), ("–",))]) is None
