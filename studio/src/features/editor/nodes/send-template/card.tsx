import { useQuery } from '@tanstack/react-query';
import type { SendTemplateData } from '../../../../../../core/flow/nodes/send-template/manifest.ts';
import { templatesQuery } from '../../../../shared/api/queries.ts';
import { useWorkspace } from '../../../../shared/session/workspace.ts';
import { templateBody } from '../../store/problems.ts';
import { Bubble } from '../shared/bubble.tsx';

export function Card({ data }: { data: SendTemplateData }) {
  const { orgId } = useWorkspace();
  const template = useQuery(templatesQuery(orgId)).data?.items.find(
    (one) => one.name === data.name && one.language === data.language,
  );
  const body = template ? templateBody(template.components) : '';
  const filled = body.replace(
    /\{\{\s*(\d+)\s*\}\}/g,
    (whole, number: string) => data.body[Number(number) - 1] || whole,
  );
  return (
    <>
      <Bubble text={filled || data.name} whenEmpty="Choose a template" />
      {data.name && (
        <p className="truncate px-3.5 pt-1.5 text-[11px] text-muted">
          {data.name} · {data.language}
        </p>
      )}
    </>
  );
}
