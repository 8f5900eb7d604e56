import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { ConsentSettings } from '../../../../../core/api/consent.ts';
import { api } from '../../../shared/api/api.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Textarea } from '../../../shared/ui/input.tsx';
import { RequestError } from '../../../shared/ui/request-error.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { TagEditor } from '../../../shared/ui/tag-editor.tsx';
import { Section } from '../section.tsx';

const keyOf = (org: string) => [org, 'consent-settings'] as const;

/** What people hear back when they write STOP or START, and words of one's own that count as such. */
export function ConsentAnswers() {
  const { orgId } = useWorkspace();
  const settings = useQuery({
    queryKey: keyOf(orgId),
    queryFn: ({ signal }) => api.call('getConsentSettings', { params: { org: orgId } }, { signal }),
  });
  if (settings.isPending) return <Skeleton className="h-64" />;
  if (settings.isError) {
    return <ErrorState className="h-auto" error={settings.error} onRetry={() => void settings.refetch()} />;
  }
  return <Form key={orgId} saved={settings.data} />;
}

function Form({ saved }: { saved: ConsentSettings }) {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('organization:write');
  const queryClient = useQueryClient();
  const [changes, setChanges] = useState<Partial<ConsentSettings>>({});
  const form = { ...saved, ...changes };
  const change = (part: Partial<ConsentSettings>) => setChanges((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () =>
      api.call('updateConsentSettings', {
        params: { org: orgId },
        body: {
          ...form,
          stopReply: form.stopReply?.trim() || null,
          startReply: form.startReply?.trim() || null,
        },
      }),
    onSuccess: (settings) => {
      queryClient.setQueryData(keyOf(orgId), settings);
      setChanges({});
      toast.success('Settings are saved');
    },
  });
  return (
    <Section
      title="Answers to STOP and START"
      hint="Sent once, right after somebody writes such a word. Leave empty to stay silent."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <fieldset disabled={!mayEdit || save.isPending} className="space-y-4">
          <Field label="After STOP">
            <Textarea
              className="min-h-14"
              maxLength={1024}
              placeholder="You will get no more offers from us."
              value={form.stopReply ?? ''}
              onChange={({ target }) => change({ stopReply: target.value })}
            />
          </Field>
          <Field label="After START">
            <Textarea
              className="min-h-14"
              maxLength={1024}
              placeholder="Welcome back! Write STOP at any time."
              value={form.startReply ?? ''}
              onChange={({ target }) => change({ startReply: target.value })}
            />
          </Field>
          <OwnWords
            label="Own words that stop"
            words={form.stopWords}
            disabled={!mayEdit}
            onChange={(stopWords) => change({ stopWords })}
          />
          <OwnWords
            label="Own words that take it up again"
            words={form.startWords}
            disabled={!mayEdit}
            onChange={(startWords) => change({ startWords })}
          />
          <RequestError error={save.error} />
          {mayEdit && (
            <Button
              type="submit"
              variant="primary"
              isBusy={save.isPending}
              disabled={JSON.stringify(form) === JSON.stringify(saved)}
            >
              Save
            </Button>
          )}
        </fieldset>
      </form>
    </Section>
  );
}

function OwnWords({
  label,
  words,
  disabled,
  onChange,
}: {
  label: string;
  words: string[];
  disabled: boolean;
  onChange: (words: string[]) => void;
}) {
  return (
    <div className="space-y-1.5">
      <p className="text-[13px] font-medium">{label}</p>
      <TagEditor label={label} noun="word" tags={words} disabled={disabled} onChange={onChange} />
    </div>
  );
}
