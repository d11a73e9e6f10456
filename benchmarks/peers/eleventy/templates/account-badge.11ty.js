import { badge } from "../badge.js";

export const data = {
  pagination: {
    data: "organizations",
    size: 1,
    alias: "account",
    before: (organizations) => organizations.flatMap((one) => one.accounts.map((account) => ({ ...account, organization: one }))),
  },
  permalink: ({ account }) => `badges/accounts/${account.id}.svg`,
  eleventyExcludeFromCollections: true,
};

export const render = ({ account }) =>
  badge(account.organization.city, account.organization.record.short_name, `${account.network.name}: официальная страница`);
