/** Apart from the shapes, so that the studio's first load stays free of validators. */

/** Contacts in one request: its transaction stays short, and flows that listen aren't flooded at once. */
export const MAX_BULK_CONTACTS = 500;
