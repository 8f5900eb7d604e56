import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { toast } from 'sonner';
import type { Organization } from '../../../../core/api/organizations.ts';
import { DEFAULT_BUSINESS_HOURS } from '../../../../core/flow/nodes/shared/time-business-hours.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { keys, organizationQuery } from '../../shared/api/queries.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Field } from '../../shared/ui/field.tsx';
import { Input, Select } from '../../shared/ui/input.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { ErrorState, Skeleton } from '../../shared/ui/states.tsx';
import { Switch } from '../../shared/ui/switch.tsx';
import { ClosedDays } from './closed-days.tsx';
import { OpeningTimes } from './opening-times.tsx';
import { timeIn, zonesWith } from './time-zones.ts';

export function SettingsPage() {
  const { orgId } = useWorkspace();
  const organization = useQuery(organizationQuery(orgId));
  return (
    <Page title="Settings">
      {organization.isPending && <Skeleton className="h-96 max-w-2xl" />}
      {organization.isError && (
        <ErrorState error={organization.error} onRetry={() => void organization.refetch()} />
      )}
      {organization.data && <OrganizationForm key={orgId} saved={organization.data} />}
    </Page>
  );
}

type Changes = Pick<Organization, 'name' | 'timeZone' | 'businessHours'>;

function OrganizationForm({ saved }: { saved: Organization }) {
  const mayEdit = useMay('admin');
  const queryClient = useQueryClient();
  // Only what was touched here: what a colleague saves meanwhile shows up and is not sent back.
  const [changes, setChanges] = useState<Partial<Changes>>({});
  const form: Changes = { ...saved, ...changes };
  const change = (part: Partial<Changes>) => setChanges((before) => ({ ...before, ...part }));
  const isChanged =
    form.name !== saved.name ||
    form.timeZone !== saved.timeZone ||
    JSON.stringify(form.businessHours) !== JSON.stringify(saved.businessHours);

  const save = useMutation({
    mutationFn: () => api.call('updateOrganization', { params: { org: saved.id }, body: changes }),
    onSuccess: (organization) => {
      queryClient.setQueryData(keys.organization(saved.id), organization);
      setChanges({});
      if (organization.name !== saved.name) void queryClient.invalidateQueries({ queryKey: keys.me });
      toast.success('Settings are saved');
    },
  });

  return (
    <form
      className="max-w-2xl"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <fieldset disabled={!mayEdit || save.isPending} className="space-y-6">
        <Section title="Workspace" hint="What your team sees; people who write to you don’t.">
          <Field label="Name">
            <Input
              required
              maxLength={200}
              value={form.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          </Field>
        </Section>
        <Section
          title="Time"
          hint="Flows use it for opening times, and for people whose own time zone isn’t known."
        >
          <TimeZoneField value={form.timeZone} onChange={(timeZone) => change({ timeZone })} />
          <Hours hours={form.businessHours} onChange={(businessHours) => change({ businessHours })} />
        </Section>
        {save.isError && (
          <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
            {errorText(save.error)}
          </p>
        )}
        {mayEdit ? (
          <Button type="submit" variant="primary" isBusy={save.isPending} disabled={!isChanged}>
            Save
          </Button>
        ) : (
          <p className="text-sm text-muted">Only admins change these.</p>
        )}
      </fieldset>
    </form>
  );
}

interface HoursProps {
  hours: Changes['businessHours'];
  onChange: (hours: Changes['businessHours']) => void;
}

function Hours({ hours, onChange }: HoursProps) {
  return (
    <>
      <Switch
        label="Own opening times"
        hint="Without them flows take Monday to Friday, 9:00 to 17:00."
        checked={hours !== null}
        onChange={(isOn) => onChange(isOn ? DEFAULT_BUSINESS_HOURS : null)}
      />
      {hours && (
        <>
          <OpeningTimes hours={hours} onChange={onChange} />
          <ClosedDays days={hours.closedOn} onChange={(closedOn) => onChange({ ...hours, closedOn })} />
        </>
      )}
    </>
  );
}

function Section({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="space-y-4 rounded-xl border border-border bg-surface p-5 shadow-card"
    >
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        <p className="text-sm text-muted">{hint}</p>
      </div>
      {children}
    </section>
  );
}

function TimeZoneField({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const zones = useMemo(() => zonesWith(value), [value]);
  const now = useNow('halfMinute');
  return (
    <Field label="Time zone" hint={`It is ${timeIn(value, now)} there now.`} className="max-w-sm">
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </Select>
    </Field>
  );
}
