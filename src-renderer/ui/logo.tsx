import styles from './logo.module.css';

/** Something said, with a door that stands ajar: a room one can talk in. */
export function Logo({ size }: { size: number }) {
  return (
    <svg className={styles.logo} width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M20 4h24a16 16 0 0 1 16 16v16a16 16 0 0 1-16 16H29.5l-10.6 8.9c-1.6 1.3-3.9.2-3.9-1.9v-7.8A16 16 0 0 1 4 36V20A16 16 0 0 1 20 4Zm12 9a10 10 0 0 0-10 10v20h20V23a10 10 0 0 0-10-10Z"
      />
      <path fill="currentColor" fillOpacity="0.5" d="M22 43V23a10 10 0 0 1 10-10v32.5Z" />
    </svg>
  );
}
