import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ArrowDown, ScrollText } from 'lucide-react';
import { useFormat } from '../i18n/use-format.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ScrollArea } from '../ui/scroll-area.tsx';
import type { ShownLine } from './host-store.ts';
import { logText } from './log-text.ts';
import styles from './log-view.module.css';

/** So near to the end, in pixels, one reads the newest line and wants to go on doing so. */
const nearEnd = 24;

/** The host's log, newest at the end; whoever has scrolled up stays there. */
export function LogView({ lines }: { lines: readonly ShownLine[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const area = useRef<HTMLElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);

  useLayoutEffect(() => {
    if (isAtEnd && area.current) area.current.scrollTop = area.current.scrollHeight;
  });

  if (lines.length === 0) {
    return (
      <EmptyState icon={<ScrollText />} title={t('hostPanel.log')} text={t('hostPanel.logEmpty')} />
    );
  }
  return (
    <div className={styles.view}>
      <ScrollArea
        ref={area}
        label={t('hostPanel.log')}
        className={styles.area}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setIsAtEnd(scrollHeight - scrollTop - clientHeight < nearEnd)
        }
      >
        <ol className={styles.lines}>
          {lines.map((line) => (
            <li key={line.key} className={styles.line}>
              <time
                className={styles.time}
                dateTime={new Date(line.at).toISOString()}
                title={format.dateTime(line.at)}
              >
                {format.clockWithSeconds(line.at)}
              </time>
              <span>{logText(t, line)}</span>
            </li>
          ))}
        </ol>
      </ScrollArea>
      {isAtEnd ? null : (
        <div className={styles.jump}>
          <Button size="small" icon={<ArrowDown size={14} />} onClick={() => setIsAtEnd(true)}>
            {t('hostPanel.logNewest')}
          </Button>
        </div>
      )}
    </div>
  );
}
