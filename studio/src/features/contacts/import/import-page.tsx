import '../../../shared/lib/zod-without-eval.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { BackTitle } from '../../../shared/ui/back-title.tsx';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { MappingStep } from './mapping-step.tsx';
import { ProgressStep } from './progress-step.tsx';
import { importQuery } from './queries.ts';
import { ResultStep } from './result-step.tsx';
import { importStatus } from './status.ts';

/** One import, from its columns to its result. */
export function ImportPage() {
  const { orgId } = useWorkspace();
  const importId = useParams({ strict: false }).importId!;
  const query = useQuery(importQuery(orgId, importId));
  const item = query.data;
  const back = (
    <Button asChild>
      <Link to="/contacts/import">All imports</Link>
    </Button>
  );
  return (
    <Page
      title={
        <BackTitle to="/contacts/import" label="Back to imports">
          <span className="truncate">{item?.fileName ?? 'Import'}</span>
        </BackTitle>
      }
      actions={item && <Badge tone={importStatus[item.status].tone}>{importStatus[item.status].label}</Badge>}
    >
      {query.isPending && <Skeleton className="mx-auto h-96 max-w-6xl rounded-xl" />}
      {query.isError && !item && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} wayBack={back} />
      )}
      {item?.status === 'draft' && <MappingStep key={item.id} item={item} />}
      {item && ['queued', 'running', 'paused', 'undoing'].includes(item.status) && (
        <ProgressStep item={item} />
      )}
      {item && ['completed', 'cancelled', 'failed', 'undone'].includes(item.status) && (
        <ResultStep item={item} />
      )}
    </Page>
  );
}
