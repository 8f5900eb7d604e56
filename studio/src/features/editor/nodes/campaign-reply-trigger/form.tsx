import type { CampaignReplyTriggerData } from '../../../../../../core/flow/nodes/campaign-reply-trigger/manifest.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { IdList } from '../shared/id-list.tsx';
import { Note } from '../shared/note.tsx';

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
        <IdList
          title="Ids of campaigns"
          noun="campaign"
          ids={data.campaignIds}
          max={100}
          placeholder="0c000000-0000-4000-8000-000000000001"
          field="campaignIds"
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
