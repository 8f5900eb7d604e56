import type { KeywordRuleData } from '../../../../../../core/flow/nodes/keyword-rule/manifest.ts';
import { KeywordChips } from '../keyword-trigger/card.tsx';

export function Card({ data }: { data: KeywordRuleData }) {
  return <KeywordChips keywords={data.keywords} before="Whenever somebody answers" />;
}
