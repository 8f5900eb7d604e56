import { useMemo } from 'react';
import type { ExistingPolicy, ImportMapping, ImportPreview } from '../../../../../core/api/imports.ts';
import { counted } from '../../../shared/lib/counted.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';
import { Switch } from '../../../shared/ui/switch.tsx';
import { TagEditor } from '../../../shared/ui/tag-editor.tsx';
import { countries } from './countries.ts';

const policies: Record<ExistingPolicy, string> = {
  update: 'Update them with what the file has',
  addMissing: 'Only fill in what is empty',
  skip: 'Leave them as they are',
};

export interface ImportOptionsProps {
  mapping: ImportMapping;
  preview: ImportPreview | undefined;
  onChange: (mapping: ImportMapping) => void;
}

export function ImportOptions({ mapping, preview, onChange }: ImportOptionsProps) {
  const names = useMemo(() => countries(), []);
  const set = (change: Partial<ImportMapping>) => onChange({ ...mapping, ...change });
  const withoutCountry = preview?.problems.find(({ code }) => code === 'unknown_country')?.count ?? 0;
  const claimsConsent = mapping.everybodyConsents || mapping.columns.some(({ kind }) => kind === 'consent');
  return (
    <section
      aria-label="Options"
      className="space-y-5 rounded-xl border border-border bg-surface p-5 shadow-card"
    >
      <h2 className="text-base font-semibold">How to import</h2>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label="Numbers without a country code"
          hint={withoutCountry === 0 && 'Numbers with a plus or 00 keep their own country.'}
          error={
            withoutCountry > 0
              ? `${counted(withoutCountry, 'number needs', 'numbers need')} a country.`
              : null
          }
        >
          <Select
            value={mapping.defaultCountry ?? ''}
            onChange={(event) => set({ defaultCountry: event.target.value || null })}
          >
            <option value="">Take them as international numbers</option>
            {names.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Contacts who are here already">
          <Select
            value={mapping.existing}
            onChange={(event) => set({ existing: event.target.value as ExistingPolicy })}
          >
            {Object.entries(policies).map(([policy, label]) => (
              <option key={policy} value={policy}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div className="space-y-1.5">
        <p className="text-[13px] font-medium">Tags for everybody in the file</p>
        <TagEditor label="Tags for everybody" tags={mapping.tags} onChange={(tags) => set({ tags })} />
        <p className="text-xs text-muted">
          With a tag you find them again, and can start a flow for them afterwards.
        </p>
      </div>
      <div className="space-y-3 border-t border-border pt-4">
        <Switch
          label="Everybody in the file agreed to marketing messages"
          hint="Whoever once refused stays refused; a file can’t change that."
          checked={mapping.everybodyConsents}
          onChange={(everybodyConsents) => set({ everybodyConsents })}
        />
        {claimsConsent && (
          <Field
            label="Where and how did they agree?"
            hint="Kept as proof with each contact, for example: sign-up form on example.com, May 2026."
          >
            <Input
              maxLength={200}
              value={mapping.consentSource ?? ''}
              onChange={(event) => set({ consentSource: event.target.value || null })}
            />
          </Field>
        )}
      </div>
    </section>
  );
}
