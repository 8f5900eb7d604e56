import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { toast } from 'sonner';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ImportedDialog, isWorthTelling, type Imported } from './imported-dialog.tsx';

/** A new flow from a file that was exported here or elsewhere. */
export function ImportButton() {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [imported, setImported] = useState<Imported | null>(null);
  const importing = useMutation({
    mutationFn: async (chosen: File) => {
      const file = readObject(await chosen.text());
      return api.call('importFlow', { params: { org: orgId }, body: { file } });
    },
    onSuccess: async (result) => {
      await queryClient.invalidateQueries({ queryKey: keys.flows(orgId) });
      if (isWorthTelling(result)) return setImported(result);
      toast.success(`“${result.flow.name}” is imported as a draft`);
      await navigate({ to: '/flows/$flowId', params: { flowId: result.flow.id } });
    },
    onError: (error) => toast.error('The file was not imported', { description: errorText(error) }),
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="File of a flow"
        className="hidden"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) importing.mutate(file);
          // So that the same file can be chosen again after it was mended.
          event.target.value = '';
        }}
      />
      <Button isBusy={importing.isPending} onClick={() => input.current?.click()}>
        <Upload aria-hidden /> Import
      </Button>
      {imported && <ImportedDialog imported={imported} onClose={() => setImported(null)} />}
    </>
  );
}

function readObject(text: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = null;
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new Error('This is no file of a flow: choose one that was exported from Parley.');
  return content as Record<string, unknown>;
}
