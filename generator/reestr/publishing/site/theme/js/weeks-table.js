// Tables of weeks: each number says its week, by the Monday that the chart above begins with and its place.
const DAY = 86_400_000;
const written = new Intl.DateTimeFormat("ru", { day: "2-digit", month: "2-digit", year: "2-digit", timeZone: "UTC" });
for (const table of document.querySelectorAll("table.weeks")) {
  const first = Date.parse(table.closest(".activity").querySelector(".bars time").dateTime);
  table.querySelectorAll("td").forEach((cell, place) => {
    const monday = first + place * 7 * DAY;
    cell.title = `${written.format(monday)}–${written.format(monday + 6 * DAY)}`;
  });
}
