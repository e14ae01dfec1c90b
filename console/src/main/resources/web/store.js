// What the page knows: the list of incidents, kept new by server-sent events, and the status.

export class Store extends EventTarget {
  incidents = new Map();
  status = null;
  connected = null; // null: not yet; then true or false
  loaded = false;
  offset = 0;

  async start() {
    await this.reload();
    this.listen();
    this.pollStatus();
    setInterval(() => this.pollStatus(), 5000);
  }

  /** When a topic's newest record came, as far as is known. */
  newest(topic) {
    return this.status?.newestByTopic[topic] ?? 0;
  }

  /** The server's time now, in milliseconds. */
  now() {
    return Date.now() + this.offset;
  }

  newestFirst() {
    return [...this.incidents.values()].sort((a, b) => b.openedMillis - a.openedMillis || (a.id < b.id ? -1 : 1));
  }

  async reload() {
    try {
      const {incidents} = await getJson('/api/v1/incidents?limit=500');
      this.incidents = new Map(incidents.map((incident) => [incident.id, incident]));
      this.loaded = true;
      this.changed();
    } catch {
      this.lost();
    }
  }

  listen() {
    const events = new EventSource('/api/v1/events');
    events.addEventListener('open', () => {
      this.connected = true;
      this.changed();
    });
    events.addEventListener('error', () => this.lost());
    events.addEventListener('reset', () => this.reload());
    events.addEventListener('version', () => this.pollStatus());
    events.addEventListener('incident', (event) => {
      const incident = JSON.parse(event.data);
      const known = this.incidents.get(incident.id);
      if (!known || known.revision <= incident.revision) this.incidents.set(incident.id, incident);
      this.changed(incident.id);
    });
  }

  async pollStatus() {
    try {
      this.status = await getJson('/api/v1/status');
      this.offset = this.status.timeMillis - Date.now();
      this.changed();
    } catch {
      this.lost();
    }
  }

  lost() {
    this.connected = false;
    this.changed();
  }

  changed(incidentId = null) {
    this.dispatchEvent(new CustomEvent('change', {detail: {incidentId}}));
  }
}

export async function getJson(path) {
  const response = await fetch(path, {headers: {accept: 'application/json'}});
  if (!response.ok) {
    const problem = await response.json().catch(() => ({detail: response.statusText, remedy: ''}));
    throw new Error([problem.detail, problem.remedy].filter(Boolean).join(' — '));
  }
  return response.json();
}
