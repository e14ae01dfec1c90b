// What people say: who they are, and their words on the way to the log.

const NAME = 'homeostat.name';
const TOKEN = 'homeostat.token';

/** Who this browser's person is: a name where names are taken as claimed, else a token. */
export const me = {
  get name() {
    return localStorage.getItem(NAME) ?? '';
  },
  get token() {
    return sessionStorage.getItem(TOKEN) ?? '';
  },
  set(name, token) {
    localStorage.setItem(NAME, name);
    if (token) sessionStorage.setItem(TOKEN, token);
    else sessionStorage.removeItem(TOKEN);
  },
};

/** Says something; what was answered, or an error with the reason and the remedy. */
export async function say(path, body) {
  const headers = {'content-type': 'application/json', 'x-homeostat-request': 'page'};
  if (me.name) headers['x-homeostat-user'] = me.name;
  if (me.token) headers.authorization = `Bearer ${me.token}`;
  const response = await fetch(path, {method: 'POST', headers, body: JSON.stringify(body)});
  const answer = await response.json().catch(() => ({detail: response.statusText}));
  if (!response.ok) throw new Error([answer.detail, answer.remedy].filter(Boolean).join(' — '));
  return answer;
}
