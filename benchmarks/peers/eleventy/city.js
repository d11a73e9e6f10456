// Reads the records of the city, checks them with its own JSON Schemas, judges them, and returns the organizations.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { load } from "js-yaml";
import { judge } from "./judge.js";

const files = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => join(folder, name));

const checked = (value, weights, sign) =>
  ([...value].slice(0, weights.length).reduce((sum, digit, index) => sum + weights[index] * digit, 0) % 11) % 10 === Number(value[sign]);
const FORMATS = {
  "http-url": (value) => URL.canParse(value),
  "iso-week": /^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/,
  inn: (value) => /^\d{10}$/.test(value) && checked(value, [2, 4, 10, 3, 5, 9, 4, 6, 8], 9),
  ogrn: (value) => /^\d{13}$/.test(value) && (Number(value.slice(0, 12)) % 11) % 10 === Number(value[12]),
  kpp: /^\d{9}$/,
};

function validators(schemas) {
  // The schemas carry keywords of their own (titles, messages, editions), therefore not strict.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  for (const [name, check] of Object.entries(FORMATS)) ajv.addFormat(name, check);
  for (const name of readdirSync(schemas)) ajv.addSchema(JSON.parse(readFileSync(join(schemas, name), "utf8")));
  return (kind) => {
    const check = ajv.getSchema(`https://reestr.example/schemas/v1/${kind}.schema.json`);
    return (file) => {
      const record = load(readFileSync(file, "utf8"), { filename: file });
      if (!check(record)) throw new Error(`${file}: ${ajv.errorsText(check.errors)}`);
      return record;
    };
  };
}

export function city(data, schemas) {
  const reader = validators(schemas);
  const of = (kind, folder) => {
    const read = reader(kind);
    return files(join(data, folder)).map((file) => ({ file: `data${file.slice(data.length)}`, record: read(file) }));
  };
  const id = (file) => file.slice(file.lastIndexOf("/") + 1, -".yaml".length);
  const registry = reader("registry")(join(data, "registry.yaml"));
  reader("act")(join(data, "act.yaml"));
  const requirements = new Map(of("requirement", "requirements").map(({ file, record }) => [id(file), record]));
  const networks = new Map(of("network", "networks").map(({ file, record }) => [id(file), record]));
  const weeks = new Map();
  for (const { file, record } of of("activity", "activity")) {
    const account = file.split("/").at(-2);
    weeks.set(account, { ...weeks.get(account), ...record.weeks });
  }
  const accounts = Map.groupBy
    ? Map.groupBy(of("account", "accounts"), ({ record }) => record.organization)
    : of("account", "accounts").reduce(
        (groups, one) => groups.set(one.record.organization, [...(groups.get(one.record.organization) ?? []), one]),
        new Map(),
      );
  return of("organization", "organizations").map(({ file, record }) => {
    const key = id(file);
    const organization = {
      id: key,
      file,
      record,
      city: registry.municipality.name,
      accounts: (accounts.get(key) ?? [])
        .map((one) => {
          const account = id(one.file);
          return { id: account, ...one, network: networks.get(one.record.network), weeks: weeks.get(account) ?? {} };
        })
        .sort((one, other) => (one.id < other.id ? -1 : 1)),
    };
    return { ...organization, ...judge(organization, requirements, registry.frozen_on) };
  });
}
