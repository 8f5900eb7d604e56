import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { toast } from 'sonner';
import type { Organization } from '../../../../../core/api/organizations.ts';
import { DEFAULT_BUSINESS_HOURS } from '../../../../../core/flow/nodes/shared/time-business-hours.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys, organizationQuery } from '../../../shared/api/queries.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { ClosedDays } from '../../../shared/hours/closed-days.tsx';
import { OpeningTimes } from '../../../shared/hours/opening-times.tsx';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Switch } from '../../../shared/ui/switch.tsx';
import { Section } from '../section.tsx';
import { DeleteOrganization } from './delete-organization.tsx';
import { timeIn, zonesWith } from './time-zones.ts';
import { FormError } from '../../../shared/ui/form-error.tsx';

export function OrganizationSection() {
  const { orgId } = useWorkspace();
  const mayDelete = useMay('organization:delete');
  const organization = useQuery(organizationQuery(orgId));
  if (organization.isPending) return <Skeleton className="h-96 max-w-2xl" />;
  if (organization.isError)
    return <ErrorState error={organization.error} onRetry={() => void organization.refetch()} />;
  return (
    <div className="max-w-2xl space-y-6">
      <OrganizationForm key={orgId} saved={organization.data} />
      {mayDelete && <DeleteOrganization />}
    </div>
  );
}

type Changes = Pick<Organization, 'name' | 'timeZone' | 'businessHours' | 'campaignApproval'>;

function OrganizationForm({ saved }: { saved: Organization }) {
  const mayEdit = useMay('organization:write');
  const queryClient = useQueryClient();
  // Only what was touched here: what a colleague saves meanwhile shows up and is not sent back.
  const [changes, setChanges] = useState<Partial<Changes>>({});
  const form: Changes = { ...saved, ...changes };
  const change = (part: Partial<Changes>) => setChanges((before) => ({ ...before, ...part }));
  const isChanged =
    form.name !== saved.name ||
    form.timeZone !== saved.timeZone ||
    form.campaignApproval !== saved.campaignApproval ||
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
        <Section title="Campaigns" hint="Messages to many people at once.">
          <Switch
            label="Approved by a second person"
            hint="Who starts a campaign can’t let it go out alone."
            checked={form.campaignApproval}
            onChange={(campaignApproval) => change({ campaignApproval })}
          />
        </Section>
        {save.isError && <FormError message={errorText(save.error)} />}
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
