import { LABELS, OUTCOMES, text } from "../html.js";

export const data = {
  pagination: { data: "organizations", size: 1, alias: "organization" },
  permalink: ({ organization }) => `organizations/${organization.id}/index.html`,
  eleventyExcludeFromCollections: true,
};

const said = (value) => (value === true ? "да" : value === false ? "нет" : value);

function account(one) {
  const { record, weeks, network } = one;
  const counts = Object.entries(weeks).map(([week, count]) => [week, Object.values(count).reduce((sum, posts) => sum + posts, 0)]);
  const formats = {};
  for (const count of Object.values(weeks)) for (const [format, posts] of Object.entries(count)) formats[format] = (formats[format] ?? 0) + posts;
  const low = counts.filter(([, posts]) => posts < 2).length;
  return `<article><h3>${text(network.name)}</h3><p><a href="${text(record.url)}">${text(record.url.slice(8))}</a></p>
<dl><dt>Официальная страница с</dt><dd>${text(record.opened_on)}</dd>
<dt>Отметка «Госорганизация»</dt><dd>${record.state_mark.status === "confirmed" ? "есть с" : "нет, проверено"} ${text(record.state_mark.confirmed_on ?? record.state_mark.checked_on)}</dd>
<dt>«Госпаблики»</dt><dd>подключён с ${text(record.gospabliki.connected_on)}</dd>
<dt>Осмотр страницы</dt><dd>${Object.entries(record.observed).map(([name, value]) => `${LABELS[name]} — ${text(said(value))}`).join(", ")}</dd>
<dt>Двухфакторная аутентификация</dt><dd>${said(record.security.two_factor.enabled)}, ${text(record.security.two_factor.attested_on)}, ${text(record.security.two_factor.by)}</dd>
<dt>Дата сверки</dt><dd>${text(record.reviewed_on)}</dd>
<dt>Публикации</dt><dd>${Object.entries(formats).map(([format, posts]) => `${format} — ${posts}`).join(", ")}</dd></dl>
<p>За год: в норме — ${counts.length - low}; меньше нормы — ${low}.</p>
<svg viewBox="0 0 ${counts.length * 6} 40" role="img" aria-label="Публикации по неделям"><path d="${counts.map(([, posts], index) => `M${index * 6} 40v-${posts * 8}h5v${posts * 8}z`).join("")}"/></svg>
<details><summary>Числа по неделям</summary><table>${counts.map(([week, posts]) => `<tr><th>${week}<td>${posts}`).join("")}</table></details></article>`;
}

function verdict(finding, titles) {
  return `<li><b>${OUTCOMES[finding.outcome]}</b> <a href="/requirements/${finding.requirement}/">${text(titles.get(finding.requirement))}</a>, <a href="/act/#${finding.clause}">${finding.clause}</a>: ${text(finding.reason)} <span>${text(finding.subject)}</span><details><summary>Основание</summary>${finding.evidence.map((one) => `${text(one.file)}${text(one.path)}`).join("<br>")}</details></li>`;
}

export function render({ organization }) {
  const { record, findings, accounts, tasks, wanted, today, titles } = organization;
  const states = Object.entries(OUTCOMES).map(([outcome, title]) => [title, findings.filter((one) => one.outcome === outcome).length]);
  return `<!doctype html><html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(record.short_name)} — ${text(organization.city)}</title><link rel="stylesheet" href="/site.css"></head><body>
<header><a href="/">${text(organization.city)}</a><nav><a href="/">Главная</a> <a href="/check/">Проверить страницу</a> <a href="/organizations/">Организации</a> <a href="/accounts/">Страницы</a> <a href="/compliance/">Сводная таблица</a> <a href="/tasks/">Дела и сроки</a> <a href="/act/">Текст с отметками</a> <a href="/guide/">Руководство</a></nav></header>
<main><h1>${text(record.short_name)}</h1><p>${text(record.name)}</p>
<p>Ведёт страниц: ${accounts.length}. Состояние на ${text(today)}.</p><ul>${states.map(([title, number]) => `<li>${title}: ${number}</li>`).join("")}</ul>
<h2>Что исправить</h2>${wanted.map((one) => `<section><h3>${text(one.title)}</h3><ul>${one.reasons.map((finding) => `<li>${text(finding.reason)}</li>`).join("")}</ul><p>${text(one.remedy)}</p></section>`).join("")}
<h2>Сдать числа за неделю</h2><form><textarea>${accounts.map((one) => `reestr-weeks/1; ${text(one.record.url)}; ${text(today)}; total=`).join("\n")}</textarea></form>
<h2>Официальные страницы</h2>${accounts.map(account).join("")}
<h2>Ближайшие дела</h2><ul>${tasks.map((one) => `<li><time>${one.on}</time> ${text(one.title)} ${text(one.pages)}</li>`).join("")}</ul>
<h2>Все требования</h2><ul>${findings.map((finding) => verdict(finding, titles)).join("")}</ul>
<h2>Сведения</h2><dl><dt>ИНН</dt><dd>${record.inn}</dd><dt>ОГРН</dt><dd>${record.ogrn}</dd><dt>Адрес</dt><dd>${text(record.address)}</dd><dt>Сайт</dt><dd><a href="${text(record.site)}">${text(record.site)}</a></dd><dt>Почта</dt><dd>${text(record.contacts.email)}</dd><dt>Телефоны</dt><dd>${text(record.contacts.phones.join(", "))}</dd><dt>В реестре с</dt><dd>${record.since}</dd><dt>Ответственное лицо</dt><dd>${record.responsible.map((one) => `${text(one.role)}, приказ № ${text(one.order.number)} от ${one.order.date}`).join("; ")}</dd><dt>Страница со списком</dt><dd>${text(record.accounts_page.url)}, ${record.accounts_page.checked_on}</dd><dt>Сверено</dt><dd>${record.reviewed_on}</dd></dl>
<p><a href="/api/v1/organizations/${organization.id}.json">JSON</a> <a href="/calendar/organizations/${organization.id}.ics">Календарь</a> <img src="/badges/organizations/${organization.id}.svg" alt=""></p></main></body></html>
`;
}
