import { exclusions, type Exclusion } from '../../core/campaigns/recipients.ts';
import { problem, type CampaignProblem } from '../../core/campaigns/problems.ts';
import { estimateCost } from '../../core/campaigns/rates.ts';
import { startOf } from '../../core/campaigns/start.ts';
import { purposeOf } from '../../core/flow/nodes/shared/template-message.ts';
import { loadScene } from '../../platform/campaigns/scene.ts';
import { countAudience, nobody } from '../campaigns/audience.ts';
import { checkCampaign } from '../campaigns/check.ts';
import { deliveredShare, finishesAt, standingOf } from '../campaigns/forecast.ts';
import { checkValues } from '../campaigns/values.ts';
import { operation } from '../operation.ts';

/** Of so many recipients it is looked at whether all values are there. */
const LOOKED_AT = 1_000;

export const preflightCampaign = operation('preflightCampaign', {
  async handle({ tx, params: { org }, body: { doc, phoneNumberId } }) {
    const now = new Date();
    const scene = await loadScene(tx, org, phoneNumberId, now);
    const { timeZone } = scene;
    const problems = await checkCampaign(tx, org, { doc, phoneNumberId }, scene);
    const [first] = doc.variants;
    const category = scene.templates[`${first!.template.name}/${first!.template.language}`]?.category;
    // Without a template nobody's consent is asked for.
    const purpose = category === undefined ? 'service' : purposeOf(category);
    const people = problems.some(({ code }) => code === 'audience_too_deep')
      ? nobody
      : await countAudience(tx, org, doc, { purpose, now, samples: LOOKED_AT });
    const isFillable = !problems.some(
      ({ severity, field }) => severity === 'error' && field.startsWith('variants'),
    );
    const values = await checkValues(tx, org, doc, scene, isFillable ? people.sample : []);

    const counted = { ...people.excluded, ...(values.missing > 0 && { value_missing: values.missing }) };
    const excluded = (Object.keys(exclusions) as Exclusion[]).flatMap((reason) => {
      const count = counted[reason];
      return count === undefined ? [] : { reason, count };
    });
    const recipients = people.audience - excluded.reduce((sum, { count }) => sum + count, 0);
    const { rate, headroom } = await standingOf(tx, org, phoneNumberId, now);
    const startsAt = startOf(doc.delivery, timeZone, now);
    const course = { delivery: doc.delivery, zones: people.zones, startsAt, timeZone, numberRate: rate };
    const finish = recipients === 0 ? null : await finishesAt(tx, course);
    return {
      ...{ audience: people.audience, excluded, recipients, valuesChecked: values.checked },
      cost:
        category === undefined
          ? null
          : estimateCost(people.countries, purpose, await deliveredShare(tx, org, now)),
      headroom,
      startsAt: startsAt.toISOString(),
      finishesAt: finish && finish.toISOString(),
      problems: [...problems, ...warnings(doc.audience.include.length > 0, recipients, headroom)],
      samples: values.samples,
    };
  },
});

function warnings(
  hasAudience: boolean,
  recipients: number,
  { limit, used }: { limit: number | null; used: number },
): CampaignProblem[] {
  const left = limit === null ? Infinity : Math.max(0, limit - used);
  return [
    ...(hasAudience && recipients === 0
      ? [problem('no_recipients', 'audience.include', 'Just now nobody would get it.')]
      : []),
    ...(recipients > left
      ? [
          problem(
            'over_headroom',
            'phoneNumberId',
            `Meta lets this number write first to ${left} more people today, and this goes to ${recipients}.`,
          ),
        ]
      : []),
  ];
}
