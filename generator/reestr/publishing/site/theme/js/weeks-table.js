// Tables of weeks: each number says its week, by the Monday of its row and its column.
const DAY = 86_400_000;
const written = new Intl.DateTimeFormat("ru", { day: "2-digit", month: "2-digit", year: "2-digit", timeZone: "UTC" });
for (const row of document.querySelectorAll("table.weeks tbody tr")) {
  const first = Date.parse(row.querySelector("time")?.dateTime);
  row.querySelectorAll("td").forEach((cell, column) => {
    const monday = first + column * 7 * DAY;
    cell.title = `${written.format(monday)}–${written.format(monday + 6 * DAY)}`;
  });
}
