import { ConsentAnswers } from './consent-answers.tsx';
import { ConsentWords } from './consent-words.tsx';
import { SuppressionList } from './suppression-list.tsx';

export function ConsentSection() {
  return (
    <div className="max-w-2xl space-y-6">
      <SuppressionList />
      <ConsentAnswers />
      <ConsentWords />
    </div>
  );
}
