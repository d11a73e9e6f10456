export const data = {
  pagination: { data: "organizations", size: 1, alias: "organization" },
  permalink: ({ organization }) => `calendar/organizations/${organization.id}.ics`,
  eleventyExcludeFromCollections: true,
};

// Lines of 75 octets (RFC 5545, 3.1); a letter of the page takes two.
const fold = (line) => line.replace(/.{36}(?=.)/gu, "$&\r\n ");
const escaped = (value) => value.replace(/[\\;,]/g, "\\$&");
const compact = (day) => day.replaceAll("-", "");

export function render({ organization }) {
  const { id, record, tasks, titles, today } = organization;
  const events = tasks.map((one) => [
    "BEGIN:VEVENT",
    `UID:organization.${id}.${one.requirement}.${one.on}@city.example`,
    `DTSTAMP:${compact(today)}T000000Z`,
    `DTSTART;VALUE=DATE:${compact(one.on)}`,
    `SUMMARY:${escaped(one.title)}`,
    `DESCRIPTION:Требование: «${escaped(titles.get(one.requirement))}». ${escaped(one.pages)}`,
    "STATUS:CONFIRMED",
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:-PT15H",
    `DESCRIPTION:${escaped(one.title)}`,
    "END:VALARM",
    "END:VEVENT",
  ]);
  const head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//peer//RU", `NAME:Официальные страницы — ${escaped(record.short_name)}`];
  return [...head, ...events.flat(), "END:VCALENDAR", ""].map(fold).join("\r\n");
}
