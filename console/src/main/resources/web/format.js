// How values, times and names are shown.

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(value) {
  let size = Math.abs(value);
  let unit = 0;
  while (size >= 1000 && unit < SIZES.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${value < 0 ? '−' : ''}${digits(size)} ${SIZES[unit]}`;
}

/** A number in three digits or so. */
export function digits(value) {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return value.toFixed(0);
  return size >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** A value in the unit that its series' name tells. */
export function quantity(series, value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'unknown';
  if (/bytes_per|per_tuple/.test(series)) return `${digits(value)} B`;
  if (/size|bytes|free/.test(series)) return bytes(value);
  if (/latency|duration/.test(series)) return `${digits(value)} ms`;
  if (/density|fragmentation|percent/.test(series)) return `${digits(value)} %`;
  return digits(value);
}

/** Any number, however great or small. */
export function number(value) {
  if (!Number.isFinite(value)) return 'unknown';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e7)) return value.toExponential(1);
  return size >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** A share of a whole, 0 to 1. */
export function percent(share) {
  const value = 100 * share;
  return `${value !== 0 && value < 0.1 ? '< 0.1' : Number(value.toPrecision(value >= 10 ? 3 : 2))}%`;
}

/** How often chance gives as much: a power of ten that is not below it. */
export function probability(value) {
  if (value >= 0.001) return number(value);
  return value > 0 ? `< 1e${Math.ceil(Math.log10(value))}` : '< 1e-300';
}

export function clock(millis) {
  return new Date(millis).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});
}

export function day(millis) {
  return new Date(millis).toLocaleDateString([], {month: 'short', day: 'numeric'});
}

export function dateTime(millis) {
  return new Date(millis).toLocaleString([], {dateStyle: 'medium', timeStyle: 'medium'});
}

/** A length of time in its two largest units. */
export function span(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

export function ago(millis, now) {
  return now - millis < 5000 ? 'just now' : `${span(now - millis)} ago`;
}

/** An entity's name without its kind and scope; a version of a model is called after its model, too. */
export function shortName(entity) {
  const path = entity.slice(entity.indexOf(':') + 1).split('/');
  return path.slice(entity.startsWith('model:') ? -2 : -1).map(decodeURIComponent).join('/');
}

export const STATE_WORDS = {
  OPEN: 'open',
  PROPOSED: 'deciding',
  ACTING: 'acting',
  VERIFYING: 'verifying',
  HEALED: 'healed',
  RESOLVED: 'resolved',
  ESCALATED: 'needs a person',
};

const NONE_APPLIES = 'no playbook applies: ';

/** Why nothing is done, told as a summary and, where no playbook applies, as what each of them waits for. */
export function inaction(text) {
  if (!text.startsWith(NONE_APPLIES)) return {summary: text, playbooks: []};
  const playbooks = text.slice(NONE_APPLIES.length).split('; ');
  return {summary: 'no playbook applies to it as it stands', playbooks};
}
