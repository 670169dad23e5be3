"""Pictures: where the blocks of a stacked chart, the bars of groups and the steps of a waterfall lie."""

from tracker.web.charts import (
    Bar,
    Column,
    DrawnPart,
    Part,
    Series,
    Waterfall,
    WaterfallStep,
    grouped_chart,
    stacked_chart,
    waterfall,
)


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


def told(chart: Waterfall) -> list[tuple[str, str, int, int]]:
    """Give each bar's name, direction, and from where to where it reaches."""
    return [(bar.name, bar.direction, bar.x, bar.x + bar.width) for bar in chart.bars]


def level(name: str, amount: int) -> WaterfallStep:
    return WaterfallStep(name, str(amount), amount, is_level=True)


def change(name: str, amount: int) -> WaterfallStep:
    return WaterfallStep(name, str(amount), amount, is_level=False)


def test_each_bar_of_a_waterfall_begins_where_the_one_above_ended() -> None:
    chart = waterfall([level("Fra", 100), change("Tillæg", 100), change("Besparelser", -50), level("Til", 150)])
    assert chart
    assert told(chart) == [
        ("Fra", "level", 1, 150),
        ("Tillæg", "up", 150, 299),
        ("Besparelser", "down", 224, 299),
        ("Til", "level", 1, 224),
    ]
    assert [bar.edge for bar in chart.bars] == [150, 299, 224, 224]
    assert [bar.top for bar in chart.bars] == sorted({bar.top for bar in chart.bars})
    assert chart.zero == 1


def test_a_waterfall_that_ends_below_zero_crosses_the_line_of_zero() -> None:
    chart = waterfall([level("Fra", 100), change("Udmøntninger", -300), level("Til", -200)])
    assert chart
    assert chart.zero == 199
    assert told(chart) == [("Fra", "level", 199, 299), ("Udmøntninger", "down", 1, 299), ("Til", "level", 1, 199)]


def test_small_changes_beside_large_levels_are_seen_because_the_bars_are_cut_off() -> None:
    chart = waterfall([level("Fra", 44_000), change("Besparelser", -125), level("Til", 43_875)])
    assert chart
    assert chart.cut_oere == 43_700
    assert told(chart) == [("Fra", "level", 1, 299), ("Besparelser", "down", 174, 299), ("Til", "level", 1, 174)]


def test_the_smallest_change_of_a_waterfall_can_be_seen_and_lies_in_the_picture() -> None:
    chart = waterfall([level("Fra", 10), change("Tillæg", 99_990), change("P/l", 1), level("Til", 100_001)])
    assert chart
    assert all(bar.width >= 4 and bar.x + bar.width <= chart.width for bar in chart.bars)


def test_a_waterfall_of_nothing_is_no_picture() -> None:
    assert waterfall([level("Fra", 0), level("Til", 0)]) is None
