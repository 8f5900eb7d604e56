import { ErasuresCard } from './erasures-card.tsx';
import { RetentionCard } from './retention-card.tsx';

/** What happens to the organisation's data; a card a subject. */
export function DataSection() {
  return (
    <div className="max-w-2xl space-y-6">
      <RetentionCard />
      <ErasuresCard />
    </div>
  );
}
