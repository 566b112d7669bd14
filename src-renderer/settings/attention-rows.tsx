import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { minutesOfDay } from '../../src-shared/member/attention.ts';
import {
  maxKeywordCharacters,
  maxKeywords,
  refuseKeywords,
} from '../../src-shared/text/find-keywords.ts';
import { useFormat, type Format } from '../i18n/format.ts';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { useApp, useAppStores } from '../window/app-context.tsx';
import { KeptField } from '../ui/kept-field.tsx';
import styles from './attention-rows.module.css';

/** Times of day are offered by half hours. */
const stepMinutes = 30;
/** A week begins on Monday in both languages. */
const week = [1, 2, 3, 4, 5, 6, 0] as const;

/** A minute of the day as the language's clock writes it. */
function clockOf(minute: number, format: Format): string {
  return format.clock(new Date(2000, 0, 1, 0, minute).getTime());
}

/** In which hours nothing is shown or heard, and a line that says what happens then. */
export function QuietHoursRows() {
  const { t } = useTranslation();
  const { app } = useAppStores();
  const format = useFormat();
  const id = useId();
  const { quiet, quietFrom, quietTo, quietDays } = useApp(({ settings }) => settings);
  const times = Array.from({ length: minutesOfDay / stepMinutes }, (_, at) => {
    const minute = at * stepMinutes;
    return { value: String(minute), label: clockOf(minute, format) };
  });
  const hours = { from: clockOf(quietFrom, format), to: clockOf(quietTo, format) };
  const said =
    quietDays === ''
      ? t('attention.quietNever')
      : quietFrom === quietTo
        ? t('attention.quietAllDay')
        : t('attention.quietNow', hours);
  const toggle = (day: number) => {
    const isOn = quietDays.includes(String(day));
    const days = week.filter((each) => (each === day ? !isOn : quietDays.includes(String(each))));
    void app.changeSettings({ quietDays: days.join('') });
  };
  return (
    <div className={styles.quiet}>
      <Switch
        label={t('attention.quiet')}
        hint={quiet ? said : t('attention.quietHint')}
        checked={quiet}
        onChange={(isOn) => void app.changeSettings({ quiet: isOn })}
      />
      {quiet ? (
        <>
          <div className={styles.times}>
            <Select
              label={t('attention.quietFrom')}
              value={String(quietFrom)}
              options={times}
              onValue={(minute) => void app.changeSettings({ quietFrom: Number(minute) })}
            />
            <Select
              label={t('attention.quietTo')}
              value={String(quietTo)}
              options={times}
              onValue={(minute) => void app.changeSettings({ quietTo: Number(minute) })}
            />
          </div>
          <div role="group" aria-labelledby={id} className={styles.days}>
            <p id={id} className={styles.label}>
              {t('attention.quietDays')}
            </p>
            {week.map((day) => (
              <button
                key={day}
                type="button"
                className={styles.day}
                title={format.weekday(day).long}
                aria-pressed={quietDays.includes(String(day))}
                onClick={() => toggle(day)}
              >
                {format.weekday(day).short}
              </button>
            ))}
          </div>
        </>
      ) : null}
    </div>
  );
}

export function KeywordsField() {
  const { t } = useTranslation();
  const { app } = useAppStores();
  const kept = useApp(({ settings }) => settings.keywords);
  const errors = {
    'too-many': t('attention.keywordsTooMany', { count: maxKeywords }),
    'too-long': t('attention.keywordsTooLong', { count: maxKeywordCharacters }),
  };
  return (
    <KeptField
      label={t('attention.keywords')}
      hint={t('attention.keywordsHint', { count: maxKeywords })}
      kept={kept}
      onKeep={(keywords) => void app.changeSettings({ keywords })}
      errorOf={(typed) => {
        const problem = refuseKeywords(typed);
        return problem && errors[problem];
      }}
    />
  );
}
