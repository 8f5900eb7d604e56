import '../../shared/lib/zod-without-eval.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { FileWarning } from 'lucide-react';
import { useState } from 'react';
import type { Flow } from '../../../../core/api/schemas.ts';
import { parseFlow } from '../../../../core/flow/parse.ts';
import { api } from '../../shared/api/api.ts';
import { keys } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Waiting } from '../../shared/ui/spinner.tsx';
import { EmptyState, ErrorState } from '../../shared/ui/states.tsx';
import { EditorWorkspace } from './editor-workspace.tsx';
import { forgetDraft } from './store/journal.ts';

/** Loads one flow and hands its document to the editor, which then owns it until it is closed. */
export function EditorPage() {
  const { flowId } = useParams({ from: '/signed-in/flows/$flowId' });
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  // Counts up when the author gives up their draft for the server's, so that the editor starts over.
  const [edition, setEdition] = useState(0);
  const flow = useQuery({
    queryKey: keys.flow(orgId, flowId),
    queryFn: ({ signal }) => api.call('getFlow', { params: { org: orgId, flow: flowId } }, { signal }),
    // The editor's own saves keep it fresh; a refetch must not touch what is being edited.
    staleTime: Infinity,
    gcTime: 0,
  });

  if (flow.isPending) return <Waiting label="Opening the flow" />;
  if (flow.isError) {
    return (
      <ErrorState
        error={flow.error}
        onRetry={() => void flow.refetch()}
        wayBack={
          <Button asChild variant="primary">
            <Link to="/flows">All flows</Link>
          </Button>
        }
      />
    );
  }
  const parsed = parseFlow(flow.data.draft);
  if (!parsed.ok) return <UnreadableDraft flow={flow.data} problems={parsed.problems} />;
  return (
    <EditorWorkspace
      key={`${flowId} ${edition}`}
      flow={flow.data}
      doc={parsed.doc}
      onTakeTheirs={async () => {
        forgetDraft(flowId);
        await queryClient.refetchQueries({ queryKey: keys.flow(orgId, flowId), exact: true });
        setEdition((count) => count + 1);
      }}
    />
  );
}

function UnreadableDraft({
  flow,
  problems,
}: {
  flow: Flow;
  problems: { message: string; nodeId: string | null; field: string | null }[];
}) {
  return (
    <EmptyState icon={FileWarning} title={`The draft of “${flow.name}” can’t be read`}>
      It was saved by something that writes flows differently. What is published keeps running. The first of
      what is wrong:
      <span className="mt-3 block rounded-lg bg-surface-2 p-3 text-left font-mono text-xs">
        {problems.slice(0, 5).map((problem, index) => (
          <span key={index} className="block">
            {[problem.nodeId, problem.field].filter(Boolean).join('.') || 'document'}: {problem.message}
          </span>
        ))}
      </span>
    </EmptyState>
  );
}
