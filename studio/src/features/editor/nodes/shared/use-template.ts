import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { templateParts } from '../../../../../../core/messaging/template-parts.ts';
import { templatesQuery } from '../../../../shared/api/queries.ts';
import { useWorkspace } from '../../../../shared/session/workspace.ts';

/** The workspace's templates and, read into its parts, the one that a step names; null when there is no such template. */
export function useTemplates(use: { name: string; language: string }) {
  const { orgId } = useWorkspace();
  const templates = useQuery(templatesQuery(orgId)).data;
  const chosen = templates?.find((one) => one.name === use.name && one.language === use.language) ?? null;
  const parts = useMemo(() => (chosen === null ? null : templateParts(chosen.components)), [chosen]);
  return { templates: templates ?? [], chosen, parts };
}
