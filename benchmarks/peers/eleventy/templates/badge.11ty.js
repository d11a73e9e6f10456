import { badge } from "../badge.js";

export const data = {
  pagination: { data: "organizations", size: 1, alias: "organization" },
  permalink: ({ organization }) => `badges/organizations/${organization.id}.svg`,
  eleventyExcludeFromCollections: true,
};

export const render = ({ organization }) =>
  badge(organization.city, organization.record.short_name, `Официальных страниц: ${organization.accounts.length}`);
