// The requirements of the act, for what the records of the benchmark's city can say: an outcome and its reason for
// each organization and page, and what has to be done by when. A test of the benchmark compares the outcomes with ours.

const DAY = 86_400_000;
const at = (day) => Date.parse(`${day}T00:00:00Z`);
const iso = (time) => new Date(time).toISOString().slice(0, 10);
const dotted = (day) => `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;
const plus = (day, days) => iso(at(day) + days * DAY);

const FACTS = {
  about: "сведения об организации",
  address: "адрес",
  geolocation: "геолокация",
  email: "электронная почта",
  phones: "телефоны",
  city_hall_site: "сайт местной администрации",
  organization_site: "сайт организации",
  open_information: "обязательные сведения",
  description: "описание",
  avatar: "аватар",
  cover: "обложка",
  apps: "приложения",
  widgets: "виджеты",
  dynamic_cover: "динамическая обложка",
};

// Monday of a week written as 2025-W01.
const mondays = new Map();
function monday(week) {
  let found = mondays.get(week);
  if (found === undefined) {
    const fourth = Date.UTC(Number(week.slice(0, 4)), 0, 4);
    const first = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
    found = iso(first + (Number(week.slice(6)) - 1) * 7 * DAY);
    mondays.set(week, found);
  }
  return found;
}
function week(day) {
  const thursday = at(day) + (3 - ((new Date(at(day)).getUTCDay() + 6) % 7)) * DAY;
  const year = new Date(thursday).getUTCFullYear();
  return `${year}-W${String(1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / DAY / 7)).padStart(2, "0")}`;
}
const total = (count) => Object.values(count).reduce((sum, posts) => sum + posts, 0);

const after = (given, days, today) => given && plus(given, days) >= today;

const RULES = {
  present: ({ accounts }, need) => {
    const lacking = ["vk", "ok"].filter((network) => !accounts.some((one) => one.record.network === network));
    return lacking.length === 0
      ? ["met", "Есть действующие страницы во всех обязательных сетях.", accounts.map((one) => [one, "/url"])]
      : ["breach", `Нет действующей страницы: ${lacking.join(", ")}.`, []];
  },
  inspected: (account, need, today) => {
    const { observed } = account.record;
    return after(observed?.on, need.control_period_days.value, today)
      ? ["met", `Страницу осматривали ${dotted(observed.on)}. Срок — ${need.control_period_days.value} дней.`, [[account, "/observed/on"]]]
      : ["unconfirmed", "Свежего осмотра страницы нет.", [[account, "/observed"]]];
  },
  attested: (account, need, today, rule) => {
    const given = rule.field.split(".").reduce((value, name) => value?.[name], account.record);
    const on = given?.attested_on;
    const days = (need.attestation_period_days ?? need.evidence_period_days).value;
    return after(on, days, today)
      ? ["met", `Подтверждено ${dotted(on)}. Подтверждение действует ${days} дней.`, [[account, `/${rule.field}/attested_on`]]]
      : ["unconfirmed", "На эту дату подтверждения нет.", [[account, ""]]];
  },
  observed: (account, need, today, rule) => {
    const { observed } = account.record;
    if (!after(observed?.on, need.observation_period_days.value, today))
      return ["unconfirmed", "Свежего осмотра страницы нет.", [[account, "/observed"]]];
    const names = rule.all_of ?? rule.any_of;
    const on = `Осмотр ${dotted(observed.on)}.`;
    const lacking = names.filter((name) => observed[name] === false);
    const unknown = names.filter((name) => observed[name] === undefined);
    const listed = (facts) => facts.map((name) => FACTS[name]).join(", ");
    const evidence = (facts) => facts.map((name) => [account, `/observed/${name}`]);
    if (rule.any_of && names.some((name) => observed[name]))
      return ["met", `${on} На странице есть нужное.`, evidence(names)];
    if (rule.all_of && lacking.length) return ["breach", `${on} Отсутствует на странице: ${listed(lacking)}.`, evidence(lacking)];
    if (unknown.length) return ["unconfirmed", `${on} Не проверено, есть ли на странице: ${listed(unknown)}.`, [[account, "/observed"]]];
    if (rule.any_of) return ["breach", `${on} Нет ничего из этого: ${listed(names)}.`, evidence(names)];
    return ["met", `${on} На странице есть всё нужное: ${listed(names)}.`, evidence(names)];
  },
  status: (account) => {
    const mark = account.record.state_mark;
    if (mark?.status === "confirmed")
      return ["met", `Отметка подтверждена, последние сведения — ${dotted(mark.confirmed_on)}.`, [[account, "/state_mark"]]];
    return mark?.status === "absent"
      ? ["breach", `При проверке ${dotted(mark.checked_on)} отметки не было.`, [[account, "/state_mark"]]]
      : ["unconfirmed", "Об отметке ничего не известно.", [[account, ""]]];
  },
  connected: (account) => {
    const portal = account.record.gospabliki;
    return portal?.status === "connected"
      ? ["met", `Страница подключена, последние сведения — ${dotted(portal.connected_on)}.`, [[account, "/gospabliki"]]]
      : ["unconfirmed", "О подключении ничего не известно.", [[account, ""]]];
  },
  counted: (account, need, today) => {
    const current = at(monday(week(today)));
    const judged = Array.from({ length: need.weeks_judged.value }, (_, index) => week(iso(current - (index + 1) * 7 * DAY))).reverse();
    const low = judged.filter((one) => account.weeks[one] && total(account.weeks[one]) < need.posts_per_week.value);
    const evidence = judged.filter((one) => account.weeks[one]).map((one) => [account, `/weeks/${one}`]);
    if (low.length) {
      const told = low.map((one) => `${one} — ${total(account.weeks[one])}`).join(", ");
      return ["breach", `Нужно не меньше ${need.posts_per_week.value} публикаций в неделю. Меньше было: ${told}.`, evidence];
    }
    const unknown = judged.filter((one) => !account.weeks[one]);
    const due = unknown.filter((one) => plus(monday(one), 6 + need.count_grace_days.value) < today);
    if (due.length) return ["unconfirmed", `Нет подсчёта за недели: ${due.join(", ")}.`, evidence];
    if (unknown.length) return ["not-due", `Пока нет подсчёта за ${unknown.join(", ")}.`, evidence];
    return ["met", "Публикаций было достаточно.", evidence];
  },
  varied: (account, need, today) => {
    const current = at(monday(week(today)));
    const formats = new Set();
    for (let back = 1; back <= 4; back += 1)
      for (const [format, posts] of Object.entries(account.weeks[week(iso(current - back * 7 * DAY))] ?? {}))
        if (posts) formats.add(format);
    return ["unconfirmed", `За последние полные недели известно разных форматов: ${formats.size}, а нужно больше.`, [[account, ""]]];
  },
  listed: (organization, need, today) => {
    const page = organization.record.accounts_page;
    const all = organization.accounts.every((one) => page?.lists.includes(one.id));
    return after(page?.checked_on, need.evidence_period_days.value, today) && all
      ? ["met", `При проверке ${dotted(page.checked_on)} на сайте организации были указаны все страницы.`, [[organization, "/accounts_page"]]]
      : ["unconfirmed", "Свежей проверки сайта нет.", [[organization, ""]]];
  },
  appointed: (organization) => {
    const person = organization.record.responsible?.at(-1);
    return person?.order
      ? ["met", `Ответственное лицо назначено приказом № ${person.order.number} от ${dotted(person.order.date)}.`, [[organization, "/responsible"]]]
      : ["unconfirmed", "Ответственное лицо не названо.", [[organization, ""]]];
  },
  reviewed: (organization, need, today) => {
    const all = [organization, ...organization.accounts].map((one) => one.record.reviewed_on);
    const old = all.filter((day) => !after(day, need.review_period_days.value, today));
    const oldest = all.sort()[0];
    return old.length
      ? ["advice", `Давно не сверено записей — ${old.length} из ${all.length}. Самая давняя сверка — ${dotted(oldest)}.`, [[organization, "/reviewed_on"]]]
      : ["met", `Записи сверены, самая давняя — ${dotted(oldest)}.`, [[organization, "/reviewed_on"]]];
  },
  planned: (organization, need, today) =>
    Number(today.slice(8)) <= need.grace_days.value
      ? ["not-due", `Контент-плана на этот месяц пока нет. Его ждут в первые ${need.grace_days.value} дней.`, []]
      : ["unconfirmed", "Контент-плана на этот месяц нет.", []],
  worded: () => ["unconfirmed", "В контент-планах на этот и следующий месяцы нет текстов публикаций.", []],
  exempted: () => ["not-applicable", "Организация не заявляет об освобождении от ведения страниц.", []],
  notified: () => ["not-applicable", "Смен ответственного лица в реестре нет.", []],
  assigned: () => ["not-applicable", "На эту дату поручений в реестре нет.", []],
};

export function judge(organization, requirements, today) {
  const findings = [];
  for (const [id, requirement] of requirements) {
    const { rule, parameters, subject, clauses, obliged } = requirement;
    if (!rule || subject === "city") continue;
    const about = subject === "organization" ? [organization] : organization.accounts;
    const name = rule.field === "gospabliki" ? "connected" : rule.name;
    for (const one of about) {
      const [outcome, reason, evidence] = RULES[name](one, parameters ?? {}, today, rule);
      findings.push({
        requirement: id,
        clause: clauses[0],
        subject: `${subject}/${one.id}`,
        organization: organization.id,
        outcome,
        reason,
        evidence: evidence.map(([record, path]) => ({ path, file: record.file ?? organization.file })),
      });
    }
  }
  findings.sort((one, other) => requirements.get(one.requirement).order - requirements.get(other.requirement).order);
  const wanted = new Map();
  for (const finding of findings)
    if (["breach", "unconfirmed", "advice", "not-due"].includes(finding.outcome)) {
      const requirement = requirements.get(finding.requirement);
      const group = wanted.get(finding.requirement) ?? { id: finding.requirement, title: requirement.title, remedy: requirement.remedy, reasons: [] };
      group.reasons.push(finding);
      wanted.set(finding.requirement, group);
    }
  const titles = new Map([...requirements].map(([id, requirement]) => [id, requirement.title]));
  return { today, findings, titles, wanted: [...wanted.values()], tasks: tasks(organization, requirements, today) };
}

function tasks(organization, requirements, today) {
  const need = (id, name) => requirements.get(id).parameters[name].value;
  const addresses = organization.accounts.map((one) => one.record.url.slice("https://".length)).join(", ");
  const earliest = (days) => days.filter(Boolean).sort()[0];
  const month = today.slice(0, 7);
  const next = iso(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1));
  const list = [
    ["content-plan", plus(`${month}-01`, need("content-plan", "grace_days") - 1), `Составить контент-план на ${month}`, ""],
    ["content-plan", plus(next, need("content-plan", "grace_days") - 1), `Составить контент-план на ${next.slice(0, 7)}`, ""],
    ["two-posts-a-week", plus(monday(week(today)), 6), "Внести подсчёт публикаций за прошлую неделю", addresses],
    ["two-posts-a-week", plus(monday(week(today)), 6), "Выпустить не меньше 2 публикаций за неделю", addresses],
    ["two-factor", earliest(organization.accounts.map((one) => one.record.security?.two_factor?.attested_on && plus(one.record.security.two_factor.attested_on, need("two-factor", "attestation_period_days")))), "Подтвердить, что вход защищён кодом", addresses],
    ["page-status", earliest(organization.accounts.map((one) => one.record.state_mark && plus(one.record.state_mark.confirmed_on ?? one.record.state_mark.checked_on, 365))), "Проверить, видна ли отметка «Госорганизация»", addresses],
    ["listed-on-site", plus(organization.record.accounts_page.checked_on, need("listed-on-site", "evidence_period_days")), "Проверить, что страницы указаны на своём сайте", ""],
  ];
  return list.map(([requirement, on, title, pages]) => ({ requirement, on, title, pages }));
}
