import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, Trash2 } from 'lucide-react';
import { MAX_VARIANTS, type CampaignVariant } from '../../../../../core/campaigns/document.ts';
import { numbersQuery, templatesQuery } from '../../../shared/api/queries.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { phoneText } from '../../../shared/lib/phone.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { Skeleton } from '../../../shared/ui/states.tsx';
import { NumberField } from '../../editor/nodes/shared/number-field.tsx';
import { TemplateFields } from '../../editor/nodes/shared/template-fields.tsx';
import { Panel } from './panel.tsx';
import { problemFinder } from './steps.ts';
import { useDraft, useDraftParts } from './use-draft.ts';
import { shareOf, withVariant } from './variants.ts';

export interface MessageStepProps {
  /** Place of the variant that is shown. */
  at: number;
  onSelect: (at: number) => void;
}

/** From which number, and which template with what in it; with several of them, which part of the people gets each. */
export function MessageStep({ at, onSelect }: MessageStepProps) {
  const { orgId } = useWorkspace();
  const { shown } = useDraft();
  const { variants, setVariants } = useDraftParts();
  const templates = useQuery(templatesQuery(orgId));
  const index = Math.min(at, variants.length - 1);
  const variant = variants[index]!;
  const prefix = `variants.${index}.template.`;
  const change = (next: CampaignVariant) =>
    setVariants(variants.map((old, place) => (place === index ? next : old)));
  const mixed = shown.find(({ field }) => field === 'variants');
  return (
    <>
      <Panel title="From" hint="The number that people see and answer to." field="phoneNumberId">
        <NumberChoice />
      </Panel>
      <Panel
        title={variants.length > 1 ? `Message ${variant.key}` : 'Message'}
        hint="Only a template that Meta has approved reaches people who haven’t written lately."
        field={`variants.${index}`}
        aside={<AddVariant variants={variants} at={index} onSelect={onSelect} onChange={setVariants} />}
      >
        <div className="space-y-4">
          {variants.length > 1 && (
            <Variants variants={variants} at={index} onSelect={onSelect} onChange={setVariants} />
          )}
          {mixed && (
            <p role="alert" className="text-[13px] text-danger">
              {mixed.message}
            </p>
          )}
          {templates.isPending ? (
            <Skeleton className="h-9" />
          ) : templates.data?.length === 0 ? (
            <p className="text-[13px] text-muted">
              There is no template yet.{' '}
              <Link to="/templates" className="text-primary underline">
                Write one
              </Link>{' '}
              and have Meta approve it first.
            </p>
          ) : (
            <TemplateFields
              key={variant.key}
              use={variant.template}
              isPreviewed
              prefix={prefix}
              problemOf={problemFinder(shown, '')}
              onChange={(template) => change({ ...variant, template })}
            />
          )}
        </div>
      </Panel>
    </>
  );
}

function NumberChoice() {
  const { orgId } = useWorkspace();
  const { shown } = useDraft();
  const { phoneNumberId, change } = useDraftParts();
  const numbers = useQuery(numbersQuery(orgId));
  const items = numbers.data?.items ?? [];
  const problem = shown.find(({ field }) => field === 'phoneNumberId');
  return (
    <Field
      label="Number"
      hideLabel
      error={problem?.message}
      hint={
        numbers.data && items.length === 0 ? 'Connect a WhatsApp account under Settings first.' : undefined
      }
    >
      <Select
        value={phoneNumberId ?? ''}
        onChange={({ target }) => change({ phoneNumberId: target.value || null })}
      >
        <option value="">Choose a number</option>
        {items.map(({ id, displayPhoneNumber, verifiedName }) => (
          <option key={id} value={id}>
            {phoneText(displayPhoneNumber)}
            {verifiedName ? ` (${verifiedName})` : ''}
          </option>
        ))}
      </Select>
    </Field>
  );
}

interface VariantsProps {
  variants: readonly CampaignVariant[];
  at: number;
  onSelect: (at: number) => void;
  onChange: (variants: CampaignVariant[]) => void;
}

function AddVariant({ variants, at, onSelect, onChange }: VariantsProps) {
  const { mayEdit } = useDraft();
  if (!mayEdit || variants.length >= MAX_VARIANTS) return null;
  return (
    <Button
      size="sm"
      title="Another message for a part of the people, to see which one works better"
      onClick={() => {
        const next = withVariant(variants, at);
        onSelect(next.findIndex(({ key }) => variants.every((old) => old.key !== key)));
        onChange(next);
      }}
    >
      <Plus aria-hidden /> Variant
    </Button>
  );
}

/** Which variant is shown, and how the people are shared out among them. */
function Variants({ variants, at, onSelect, onChange }: VariantsProps) {
  const { mayEdit, shown } = useDraft();
  const variant = variants[at]!;
  return (
    <div className="space-y-3 rounded-lg bg-surface-2/60 p-3">
      <div role="group" aria-label="Variants" className="flex flex-wrap gap-1.5">
        {variants.map((one, index) => {
          const isLacking = shown.some(({ field }) => field.startsWith(`variants.${index}.`));
          return (
            <button
              key={one.key}
              type="button"
              aria-pressed={index === at}
              onClick={() => onSelect(index)}
              className={cn(
                'inline-flex h-8 items-center gap-2 rounded-lg border px-3 text-[13px] font-medium tabular-nums',
                index === at
                  ? 'border-primary bg-primary-soft text-primary'
                  : 'border-border bg-surface text-muted hover:text-text',
              )}
            >
              {one.key} <span className="font-normal">{shareOf(variants, one)}%</span>
              {isLacking && (
                <span className="size-1.5 rounded-full bg-danger">
                  <span className="sr-only">, lacks something</span>
                </span>
              )}
            </button>
          );
        })}
      </div>
      <div className="flex items-end justify-between gap-3">
        <div className="w-32">
          <NumberField
            label={`Share of ${variant.key}`}
            value={variant.weight}
            min={1}
            max={100}
            onChange={(weight) =>
              onChange(variants.map((old, index) => (index === at ? { ...old, weight } : old)))
            }
          />
        </div>
        <p className="flex-1 pb-2 text-xs text-muted tabular-nums">
          Parts of all shares: {shareOf(variants, variant)}% of the people get {variant.key}.
        </p>
        {mayEdit && (
          <Button
            variant="dangerGhost"
            size="sm"
            onClick={() => {
              onSelect(Math.max(0, at - 1));
              onChange(variants.filter((_, index) => index !== at));
            }}
          >
            <Trash2 aria-hidden /> Remove {variant.key}
          </Button>
        )}
      </div>
    </div>
  );
}
