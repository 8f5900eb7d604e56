/** What `npm audit --json` says, judged: pure. */

export interface Advisory {
  /** `GHSA-…` */
  id: string;
  severity: string;
  /** Package and title. */
  what: string;
}

export type AuditVerdict =
  | { kind: 'unknown'; why: string }
  | { kind: 'known'; refused: Advisory[]; /** Allowed, and about nothing that we have. */ idle: string[] };

const SERIOUS = new Set(['high', 'critical']);

/** @param report what npm printed, an error document included: registries without advisories, and no network, end in one */
export function judgeAudit(report: string, allowed: Readonly<Record<string, string>>): AuditVerdict {
  const parsed = parse(report);
  if (parsed === null || !isRecord(parsed.vulnerabilities))
    return {
      kind: 'unknown',
      why: typeof parsed?.message === 'string' ? parsed.message : 'npm said nothing',
    };
  const found = new Map<string, Advisory>();
  for (const vulnerability of Object.values(parsed.vulnerabilities)) {
    const via = isRecord(vulnerability) && Array.isArray(vulnerability.via) ? vulnerability.via : [];
    // A text there is the name of the package below that has the advisory.
    for (const advisory of via.filter(isRecord)) {
      const { url, severity, name, title } = advisory;
      if (typeof severity !== 'string' || !SERIOUS.has(severity)) continue;
      const id = String(url).split('/').at(-1)!;
      found.set(id, { id, severity, what: `${String(name)}: ${String(title)}` });
    }
  }
  return {
    kind: 'known',
    refused: [...found.values()].filter(({ id }) => !(id in allowed)),
    idle: Object.keys(allowed).filter((id) => !found.has(id)),
  };
}

function parse(report: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(report);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
