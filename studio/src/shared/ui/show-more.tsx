import { Button } from './button.tsx';

export interface ShowMoreProps {
  /** Of a list that comes in pages. */
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** Of the line in which its button stands. */
  className: string;
}

/** The way to the next page of a list, while there is one. */
export function ShowMore({ query, className }: ShowMoreProps) {
  if (!query.hasNextPage) return null;
  return (
    <div className={className}>
      <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        Show more
      </Button>
    </div>
  );
}
