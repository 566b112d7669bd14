import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CalendarDays } from 'lucide-react';
import { useFormat } from '../i18n/format.ts';
import { momentOf, readClock, readDay } from '../i18n/read-time.ts';
import { IconButton } from './icon-button.tsx';
import { ReadField, type ReadFieldProps } from './read-field.tsx';
import styles from './date-field.module.css';

/** Any day whose parts cannot be taken for each other, and any time after noon. */
const example = new Date(2026, 11, 31, 14, 30).getTime();

/** A day, as `2026-01-31`; written, typed or chosen from the system's calendar. */
export function DateField(props: ReadFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const calendar = useRef<HTMLInputElement>(null);
  const letters = {
    day: t('ui.letterOfDay'),
    month: t('ui.letterOfMonth'),
    year: t('ui.letterOfYear'),
  };
  return (
    <ReadField
      placeholder={format.dayPattern(letters)}
      {...props}
      write={(day) => format.writtenDay(momentOf(day, '00:00'))}
      read={(typed, isDone) => readDay(typed, format.dayOrder, isDone)}
      unread={t('ui.dayUnread', { example: format.writtenDay(example) })}
      after={
        <span className={styles.calendar}>
          <IconButton
            size="small"
            label={t('ui.chooseDay')}
            icon={<CalendarDays />}
            onClick={() => calendar.current?.showPicker()}
          />
          <input
            ref={calendar}
            type="date"
            tabIndex={-1}
            aria-hidden="true"
            value={props.value}
            onChange={(event) => props.onValue(event.target.value)}
          />
        </span>
      }
    />
  );
}

/** A time of day, as `14:05`. */
export function TimeField(props: ReadFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ReadField
      {...props}
      write={(clock) => format.clock(momentOf('2026-01-01', clock))}
      read={readClock}
      unread={t('ui.clockUnread', { example: format.clock(example) })}
    />
  );
}
