import type { StudioConfig } from '../api/config.ts';

/** The page of a run in the Temporal UI; null where there is none. */
export function temporalRunUrl(
  config: Pick<StudioConfig, 'temporalUiUrl' | 'temporalNamespace'>,
  workflowId: string,
): string | null {
  if (!config.temporalUiUrl) return null;
  const base = config.temporalUiUrl.replace(/\/+$/, '');
  const namespace = encodeURIComponent(config.temporalNamespace ?? 'default');
  return `${base}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;
}
