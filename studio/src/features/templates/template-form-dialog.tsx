import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Template } from '../../../../core/api/templates.ts';
import type { Waba } from '../../../../core/api/wabas.ts';
import { templateProblems } from '../../../../core/messaging/template-definition.ts';
import { api } from '../../shared/api/api.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { FormDialog } from '../../shared/ui/form-dialog.tsx';
import { definitionOf, draftOf, emptyDraft, type TemplateDraft } from './draft.ts';
import { BasicFields } from './form/basic-fields.tsx';
import { ButtonFields } from './form/button-fields.tsx';
import { CodeFields } from './form/code-fields.tsx';
import { ExampleFields } from './form/example-fields.tsx';
import { WordFields } from './form/word-fields.tsx';
import { useRefreshTemplates } from './queries.ts';
import { TemplatePreview } from './template-preview.tsx';

export interface TemplateFormDialogProps {
  /** Null: a new one. */
  template: Template | null;
  wabas: readonly Waba[];
  onClose: () => void;
}

/** Writes a template, with what Meta allows said while it is written; Meta reviews it when it is sent in. */
export function TemplateFormDialog({ template, wabas, onClose }: TemplateFormDialogProps) {
  const { orgId } = useWorkspace();
  const refresh = useRefreshTemplates();
  const [draft, setDraft] = useState<TemplateDraft>(
    () => (template && draftOf(template)) ?? { ...emptyDraft, wabaId: wabas[0]?.id ?? '' },
  );
  const [wasSent, setWasSent] = useState(false);
  const { components, ...rest } = definitionOf(draft);
  const definition = { ...rest, components };
  const problems = templateProblems(definition);
  const change = (part: Partial<TemplateDraft>) => setDraft((before) => ({ ...before, ...part }));
  const problemOf = (part: string) =>
    wasSent ? (problems.find((problem) => problem.part === part)?.message ?? null) : null;

  const save = useMutation({
    mutationFn: () => {
      const category = template?.status === 'APPROVED' ? {} : { category: draft.category };
      return template
        ? api.call('updateTemplate', {
            params: { org: orgId, template: template.id },
            body: { ...category, components: [...components] },
          })
        : api.call('createTemplate', {
            params: { org: orgId },
            body: { wabaId: draft.wabaId, ...rest, components: [...components] },
          });
    },
    onSuccess: async ({ status }) => {
      toast.success(status === 'APPROVED' ? 'Meta has approved it' : 'Sent to Meta for review');
      await refresh();
      onClose();
    },
  });
  const fields = { draft, change, problemOf };
  const isCode = draft.category === 'AUTHENTICATION';

  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={template ? `Edit “${template.name}”` : 'New template'}
      description="Meta reviews every template, mostly within minutes."
      className="max-w-4xl"
      action={template ? 'Send for review again' : 'Send for review'}
      isBusy={save.isPending}
      error={save.error}
      noValidate
      onSubmit={() => {
        setWasSent(true);
        if (problems.length === 0) save.mutate();
      }}
    >
      <div className="grid gap-6 md:grid-cols-[1fr_20rem]">
        <div className="min-w-0 space-y-4">
          <BasicFields {...fields} template={template} wabas={wabas} />
          {isCode ? (
            <CodeFields {...fields} />
          ) : (
            <>
              <WordFields {...fields} />
              <ExampleFields {...fields} />
              <ButtonFields {...fields} />
            </>
          )}
        </div>
        <div className="space-y-2 md:sticky md:top-0 md:self-start">
          <p className="text-[13px] font-medium">On the phone</p>
          <TemplatePreview components={components} />
        </div>
      </div>
      {wasSent && problems.length > 0 && (
        <p role="alert" className="text-sm text-danger">
          {problems.length === 1 ? 'One thing' : `${problems.length} things`} to mend before Meta sees it.
        </p>
      )}
    </FormDialog>
  );
}
