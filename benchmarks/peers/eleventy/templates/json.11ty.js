export const data = {
  pagination: { data: "organizations", size: 1, alias: "organization" },
  permalink: ({ organization }) => `api/v1/organizations/${organization.id}.json`,
  eleventyExcludeFromCollections: true,
};

export function render({ organization }) {
  const { id, record, accounts, findings, today } = organization;
  return JSON.stringify({
    as_of: today,
    organization: { id, ...record },
    accounts: accounts.map((one) => ({ id: one.id, network_name: one.network.name, file: one.file, ...one.record })),
    findings,
    activity: Object.fromEntries(accounts.map((one) => [one.id, one.weeks])),
  });
}
