import { X } from 'lucide-react';
import type { CampaignReplyTriggerData } from '../../../../../../core/flow/nodes/campaign-reply-trigger/manifest.ts';
import { Button } from '../../../../shared/ui/button.tsx';
import { CampaignSelect } from '../../../../shared/ui/campaign-select.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { Note } from '../shared/note.tsx';

const MAX_CAMPAIGNS = 100;

export function Form({ data, onChange, problemOf }: NodeFormProps<CampaignReplyTriggerData>) {
  return (
    <>
      <Segmented
        label="Which campaigns"
        value={data.which}
        onChange={(which) => onChange({ ...data, which })}
        options={[
          { value: 'any', label: 'Any campaign' },
          { value: 'some', label: 'Certain ones' },
        ]}
        className="flex w-full"
      />
      {data.which === 'some' && (
        <Campaigns
          ids={data.campaignIds}
          problemOf={problemOf}
          onChange={(campaignIds) => onChange({ ...data, campaignIds })}
        />
      )}
      <Note>
        An answer is a message that quotes the campaign or presses its button, or the next one within 72 hours
        while the campaign is the last thing you sent.
      </Note>
    </>
  );
}

interface CampaignsProps {
  ids: readonly string[];
  onChange: (ids: string[]) => void;
  problemOf: (field: string) => string | null;
}

/** Those that are chosen, and at the end a field for the next one. */
function Campaigns({ ids, onChange, problemOf }: CampaignsProps) {
  return (
    <Group title="Campaigns" error={problemOf('campaignIds')}>
      <ul className="space-y-2">
        {ids.map((id, index) => {
          const error = problemOf(`campaignIds.${index}`);
          return (
            <li key={index}>
              <div className="flex items-center gap-1">
                <CampaignSelect
                  label={`Campaign ${index + 1}`}
                  value={id}
                  without={ids}
                  isInvalid={error !== null}
                  onChange={(next) => onChange(ids.map((old, at) => (at === index ? next : old)))}
                />
                <Button
                  variant="ghost"
                  size="iconSm"
                  aria-label={`Remove campaign ${index + 1}`}
                  onClick={() => onChange(ids.filter((_, at) => at !== index))}
                >
                  <X aria-hidden />
                </Button>
              </div>
              {error && <p className="mt-1 text-xs text-danger">{error}</p>}
            </li>
          );
        })}
      </ul>
      {ids.length < MAX_CAMPAIGNS && (
        <CampaignSelect
          // What is chosen moves up into the list; this one is empty again.
          key={ids.length}
          label="Add a campaign"
          placeholder={ids.length === 0 ? 'Choose a campaign' : 'Add another campaign'}
          value=""
          without={ids}
          onChange={(id) => onChange([...ids, id])}
        />
      )}
    </Group>
  );
}
