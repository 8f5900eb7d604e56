/** Advisories about our dependencies that don't concern us, by the id in their address (`GHSA-…`), each with the reason why. */
export const allowedAdvisories: Readonly<Record<string, string>> = {};
