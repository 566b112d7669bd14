/** Contacts and contact groups. */
export const contacts = {};
