import { memo } from 'react';
import { createLinkParts } from './link-parts.ts';
import styles from './message-row.module.css';

const linkParts = createLinkParts();

/** What somebody wrote: text, never markup; addresses in it open outside the app. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <p className={styles.text} dir="auto">
      {linkParts(text).map((part, i) =>
        part.href === undefined ? (
          part.text
        ) : (
          // Parts of a text never change their order.
          // From left to right whatever stands around it: a control before it turns nothing around in it.
          <a key={i} href={part.href} dir="ltr" target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ),
      )}
    </p>
  );
});
