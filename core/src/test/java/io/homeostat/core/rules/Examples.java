package io.homeostat.core.rules;

import java.util.ArrayList;
import java.util.List;

/** Rules to try: sound ones, and each with one thing wrong. */
final class Examples {
  static final String DETECTOR =
      """
      detectors:
        - name: slow
          match: ['kind="service"']
          series: latency.p95
          above: 90
          for: 5s
          clear: 1m30s
          kind: latency-degradation
          severity: critical
          explain: "{entity} takes {value}, more than {bound}"
      """;

  static final String OUTLIER =
      """
      detectors:
        - name: odd
          series: 'latency.p95{route="/search"}'
          outlier: {score: 6, direction: up, warmup: 60s, leastRatio: 2}
          kind: latency-degradation
          explain: "{series} of {entity}"
      """;

  static final String ABSENT =
      """
      detectors:
        - name: silent
          series: pg.up
          absent: {after: 30s, door: gateway}
          kind: silence
          explain: "silence"
      """;

  static final String RARE =
      """
      detectors:
        - name: rare
          series: errors_total
          as: ratio
          of: requests_total
          every: 30s
          rarity: {score: 2, direction: up, leastRatio: 1.2, accept: 12h}
          flaps: {times: 4, within: 30m}
          for: 2m
          kind: error-degradation
          explain: "{series} of {entity} is {value}: {why}"
      """;

  static final String STILL =
      """
      detectors:
        - {name: frozen, series: queue, still: {times: 3, least: 10m, warmup: 1h}, kind: telemetry-gap, explain: "{why}"}
      """;

  static final String BURN =
      """
      detectors:
        - name: budget
          series: errors_total
          of: requests_total
          burn: {objective: 0.999, windows: [{long: 1h, short: 5m, rate: 14.4}]}
          kind: error-degradation
          explain: "{series} of {entity}: {why}"
      """;

  static final String FORECAST =
      """
      detectors:
        - name: filling
          series: disk.used
          every: 10m
          forecast: {above: 90, within: 12h}
          kind: resource-exhaustion
          explain: "{entity} {why}"
      """;

  static final String MISSING =
      """
      detectors:
        - {name: gone, missing: {after: 5m, door: gateway, seen: 1h}, kind: telemetry-gap, explain: "{series} of {entity}: {why}"}
      """;

  static final String LOG =
      """
      logs:
        - name: errors
          match: ['name=~"ret.*"']
          level: error
          contains: "boom"
          count: 5
          within: 1m
          kind: errors
          explain: "{count} lines of {entity}, the last: {line}"
      """;

  static final String NEW_TEMPLATE =
      """
      logs:
        - {name: never-seen, level: error, new: {warmup: 10m}, within: 5m, kind: errors, explain: "{line}"}
      """;

  static final String TEMPLATE_RATE =
      """
      logs:
        - {name: burst, level: warn, rate: {score: 6, direction: both, warmup: 1h}, kind: errors, explain: "{count} {usual}"}
      """;

  static final String LEVEL_SHARE =
      """
      logs:
        - {name: share, share: {score: 6, leastLines: 30, warmup: 1h}, kind: errors, explain: "{count} {usual} {line}"}
      """;

  static final String PLAYBOOK =
      """
      playbooks:
        - name: rebuild
          when: '"index-degradation" in incident.kinds'
          target: {kind: index-degradation, match: ['kind="pg-index"']}
          action: pg-index.rebuild
          parameters: {lock_timeout: 2s, retries: 3, verbose: true}
          require: 'target["pg.index.leaf_density"] < 60.0'
          fresh: 30s
          deadline: 60s
          limit: 10m
          predicted: "smaller"
          undo: "none needed"
          attempts: 2
          verify:
            before: 30s
            settle: 5s
            window: 20s
            checks:
              - {role: target, series: pg.index.size, atMost: 0.7}
              - {role: symptom, entity: 'service:demo/rag/retriever', series: latency.p95, atMost: 0.8}
              - {role: peer, entity: 'pg-index:demo/rag/other', series: pg.index.size, atMost: 1.2}
      """;

  /** The same, on what was changed. */
  static final String REVERT =
      PLAYBOOK
          .replace("{kind: index-degradation, match", "{change: deployment, kind: errors, match")
          .replace("target[\"pg.index", "symptom[\"pg.index");

  static final String POLICY =
      """
      policies:
        - name: demo
          match: ['system="rag"', 'action="pg-index.rebuild"']
          mode: auto
          cooldown: 5m
          mostPerSystem: 1
          mostTotal: 5
          approvals: 2
          approvalTime: 30m
      """;

  static final String ROUTE =
      """
      routes:
        - name: gravest
          match: ['system="rag"']
          when: critical
          receiver: oncall
          fallback: chat
          delay: 30s
          repeat: 4h
      """;

  static final String CORRELATION = "correlation: {window: 5m, close: 30s, changes: 15m}\n";

  /** A whole rule set in one file. */
  static final String ALL = DETECTOR + LOG + CORRELATION + PLAYBOOK + POLICY + ROUTE;

  /**
   * A change that makes sound rules unsound.
   *
   * @param base the sound rules
   * @param from what is replaced
   * @param to by what
   */
  record Mistake(String base, String from, String to) {
    String text() {
      if (!base.contains(from)) {
        throw new IllegalArgumentException("'" + from + "' is not in the example");
      }
      return base.replace(from, to);
    }

    @Override
    public String toString() {
      return from + " → " + to;
    }
  }

  private Examples() {}

  static List<String> sound() {
    return List.of(
        "",
        "detectors: []\n",
        DETECTOR,
        OUTLIER,
        ABSENT,
        RARE,
        RARE.replace("direction: up, leastRatio: 1.2, accept: 12h", ""),
        STILL,
        BURN,
        BURN.replace(", windows: [{long: 1h, short: 5m, rate: 14.4}]", ""),
        FORECAST,
        FORECAST.replace("above", "below").replace("    every: 10m\n", ""),
        MISSING,
        MISSING.replace("missing:", "series: up, missing:"),
        DETECTOR.replace("above: 90", "above: 90\n    as: counter"),
        LOG,
        LOG.replace("contains: \"boom\"", "anyOf: [boom, crash]"),
        NEW_TEMPLATE,
        TEMPLATE_RATE,
        TEMPLATE_RATE.replace("direction: both, ", ""),
        LEVEL_SHARE,
        PLAYBOOK,
        POLICY,
        ROUTE,
        CORRELATION,
        ALL,
        "correlation: {}\n",
        DETECTOR.replace("above: 90", "below: -1.5e3"),
        PLAYBOOK.replace("    attempts: 2\n", ""),
        REVERT,
        REVERT.replace("kind: errors, ", ""),
        POLICY.replace("    match: ['system=\"rag\"', 'action=\"pg-index.rebuild\"']\n", ""));
  }

  /** Mistakes that a schema can tell too. */
  static List<Mistake> structural() {
    List<Mistake> mistakes = new ArrayList<>();
    detector(mistakes);
    mistakes.add(new Mistake(LOG, "count: 5", "count: 0"));
    mistakes.add(new Mistake(LOG, "count: 5", "count: many"));
    mistakes.add(new Mistake(LOG, "level: error", "level: eror"));
    mistakes.add(new Mistake(LOG, "    within: 1m\n", ""));
    mistakes.add(new Mistake(LOG, "{line}", "{lime}"));
    mistakes.add(new Mistake(LOG, "contains:", "anyOf:"));
    mistakes.add(new Mistake(LOG, "contains: \"boom\"", "anyOf: []"));
    mistakes.add(new Mistake(LOG, "contains: \"boom\"", "anyOf: ['']"));
    mistakes.add(new Mistake(LOG, "contains:", "anyOf: [a]\n    contains:"));
    mistakes.add(new Mistake(NEW_TEMPLATE, "within: 5m, ", ""));
    mistakes.add(new Mistake(NEW_TEMPLATE, "{warmup: 10m}", "{}"));
    mistakes.add(new Mistake(NEW_TEMPLATE, "within: 5m", "within: 5m, contains: x"));
    mistakes.add(new Mistake(TEMPLATE_RATE, "score: 6", "score: 2"));
    mistakes.add(new Mistake(TEMPLATE_RATE, "direction: both", "direction: left"));
    mistakes.add(new Mistake(TEMPLATE_RATE, "level: warn", "level: warn, within: 1m"));
    mistakes.add(new Mistake(TEMPLATE_RATE, "rate:", "share: {score: 6, warmup: 1h}, rate:"));
    mistakes.add(new Mistake(LEVEL_SHARE, "leastLines: 30", "leastLines: 0"));
    mistakes.add(new Mistake(LEVEL_SHARE, "share:", "count: 3, share:"));
    mistakes.add(new Mistake(CORRELATION, "window", "windo"));
    mistakes.add(new Mistake(CORRELATION, "5m", "5 minutes"));
    playbook(mistakes);
    mistakes.add(new Mistake(POLICY, "mode: auto", "mode: automatic"));
    mistakes.add(new Mistake(POLICY, "    mode: auto\n", ""));
    mistakes.add(new Mistake(POLICY, "mostTotal: 5", "mostTotal: 0"));
    mistakes.add(new Mistake(POLICY, "approvals: 2", "approvals: 3"));
    mistakes.add(new Mistake(POLICY, "approvalTime: 30m", "approvalTime: soon"));
    mistakes.add(new Mistake(POLICY, "action=", "acton="));
    mistakes.add(new Mistake(ROUTE, "receiver: oncall", "receiver: On Call"));
    mistakes.add(new Mistake(ROUTE, "receiver: oncall", "reciever: oncall"));
    mistakes.add(new Mistake(ROUTE, "when: critical", "when: grave"));
    mistakes.add(new Mistake(ROUTE, "delay: 30s", "delay: soon"));
    mistakes.add(new Mistake(POLICY, "policies:", "polices:"));
    mistakes.add(new Mistake(POLICY, "policies:", "- policies:"));
    return mistakes;
  }

  private static void detector(List<Mistake> mistakes) {
    mistakes.add(new Mistake(DETECTOR, "above: 90", "abov: 90"));
    mistakes.add(new Mistake(DETECTOR, "above: 90", "above: high"));
    mistakes.add(new Mistake(DETECTOR, "above: 90", "above:"));
    mistakes.add(new Mistake(DETECTOR, "above: 90", "above: 90\n    below: 10"));
    mistakes.add(new Mistake(DETECTOR, "    above: 90\n", ""));
    mistakes.add(new Mistake(DETECTOR, "for: 5s", "for: 5"));
    mistakes.add(new Mistake(DETECTOR, "for: 5s", "for: 5s1m"));
    mistakes.add(new Mistake(DETECTOR, "for: 5s", "for: -5s"));
    mistakes.add(new Mistake(DETECTOR, "severity: critical", "severity: grave"));
    mistakes.add(new Mistake(DETECTOR, "name: slow", "name: Slow Service"));
    mistakes.add(new Mistake(DETECTOR, "name: slow", "name: 5"));
    mistakes.add(new Mistake(DETECTOR, "- name: slow\n    ", "- "));
    mistakes.add(new Mistake(DETECTOR, "{bound}", "{bond}"));
    mistakes.add(new Mistake(DETECTOR, "'kind=\"service\"'", "'kind service'"));
    mistakes.add(new Mistake(DETECTOR, "'kind=\"service\"'", "'kid=\"service\"'"));
    mistakes.add(new Mistake(DETECTOR, "['kind=\"service\"']", "'kind=\"service\"'"));
    mistakes.add(new Mistake(DETECTOR, "series: latency.p95", "series: latency p95"));
    mistakes.add(new Mistake(OUTLIER, "score: 6, ", ""));
    mistakes.add(new Mistake(OUTLIER, "score: 6", "score: 0.5"));
    mistakes.add(new Mistake(OUTLIER, "direction: up", "direction: left"));
    mistakes.add(new Mistake(OUTLIER, "leastRatio: 2", "leastRatio: 0.5"));
    mistakes.add(new Mistake(OUTLIER, "leastRatio", "leastRation"));
    mistakes.add(new Mistake(ABSENT, ", door: gateway", ""));
    mistakes.add(new Mistake(RARE, "score: 2", "score: 11"));
    mistakes.add(new Mistake(RARE, "as: ratio", "as: ration"));
    mistakes.add(new Mistake(RARE, "    of: requests_total\n", ""));
    mistakes.add(new Mistake(RARE, "as: ratio", "as: counter"));
    mistakes.add(new Mistake(RARE, "times: 4", "times: 1"));
    mistakes.add(new Mistake(RARE, "{why}", "{because}"));
    mistakes.add(new Mistake(BURN, "0.999", "1"));
    mistakes.add(new Mistake(BURN, "    of: requests_total\n", ""));
    mistakes.add(new Mistake(BURN, ", rate: 14.4", ""));
    mistakes.add(new Mistake(FORECAST, "within: 12h", "within: soon"));
    mistakes.add(new Mistake(FORECAST, "above: 90, ", ""));
    mistakes.add(new Mistake(FORECAST, "above: 90", "above: 90, below: 1"));
    mistakes.add(new Mistake(STILL, "least: 10m, ", ""));
    mistakes.add(new Mistake(STILL, "series: queue, ", ""));
    mistakes.add(new Mistake(MISSING, "door: gateway, ", ""));
  }

  private static void playbook(List<Mistake> mistakes) {
    mistakes.add(new Mistake(PLAYBOOK, "action: pg-index.rebuild", "action: rebuild"));
    mistakes.add(new Mistake(PLAYBOOK, "retries: 3", "retries: [3]"));
    mistakes.add(new Mistake(PLAYBOOK, "    limit: 10m\n", ""));
    mistakes.add(new Mistake(PLAYBOOK, "attempts: 2", "attempts: 11"));
    mistakes.add(new Mistake(PLAYBOOK, "attempts: 2", "attempts: 1.5"));
    mistakes.add(new Mistake(PLAYBOOK, "predicted: \"smaller\"", "predicted: \" \""));
    mistakes.add(new Mistake(PLAYBOOK, "role: target, ", "role: target, entity: 'a:b', "));
    mistakes.add(new Mistake(PLAYBOOK, "entity: 'service:demo/rag/retriever', ", ""));
    mistakes.add(new Mistake(PLAYBOOK, "'service:demo/rag/retriever'", "retriever"));
    mistakes.add(new Mistake(PLAYBOOK, "atMost: 0.7", "atMost: 0"));
    mistakes.add(new Mistake(PLAYBOOK, "atMost: 1.2", "atMost: 0.9"));
    mistakes.add(new Mistake(PLAYBOOK, "role: symptom", "role: symptoms"));
    mistakes.add(new Mistake(PLAYBOOK, "{kind: index-degradation, ", "{"));
    mistakes.add(new Mistake(REVERT, "change: deployment", "chang: deployment"));
    mistakes.add(new Mistake(REVERT, "change: deployment", "change: Deployment"));
    mistakes.add(new Mistake(REVERT, "change: deployment", "change: deployment, unless: [A B]"));
    mistakes.add(new Mistake(PLAYBOOK, "{kind: index", "{unless: [schema], kind: index"));
    mistakes.add(new Mistake(PLAYBOOK, "{kind: index", "{actsOn: model, kind: index"));
    mistakes.add(new Mistake(REVERT, "change: deployment", "change: deployment, actsOn: models"));
    mistakes.add(
        new Mistake(PLAYBOOK, PLAYBOOK.substring(PLAYBOOK.indexOf("checks:")), "checks: []\n"));
  }

  /** Mistakes that only the parser can tell. */
  static List<Mistake> semantic() {
    return List.of(
        new Mistake(DETECTOR, "for: 5s", "for: 101y"),
        new Mistake(ABSENT, "after: 30s", "after: 10ms"),
        new Mistake(BURN, "short: 5m", "short: 2h"),
        new Mistake(LOG, "ret.*", "ret(.*"),
        new Mistake(LOG, "ret.*", "(r)\\\\1"),
        new Mistake(ALL, "logs:", DETECTOR.substring(DETECTOR.indexOf("  - ")) + "logs:"),
        new Mistake(ALL, "  - name: demo", "  - {name: demo, mode: observe}\n  - name: demo"),
        new Mistake(PLAYBOOK, "incident.kinds", "incident.kind"),
        new Mistake(PLAYBOOK, "\"index-degradation\" in incident.kinds", "incident.kinds"),
        new Mistake(PLAYBOOK, "incident.kinds'", "incident.kinds &&'"),
        new Mistake(PLAYBOOK, "target[\"pg", "tarted[\"pg"),
        new Mistake(REVERT, "lock_timeout: 2s", "change_to: 2s"),
        new Mistake(REVERT, "lock_timeout: 2s", "signal_id: 2s"),
        new Mistake(PLAYBOOK, "< 60.0", "< \"60\""),
        new Mistake(PLAYBOOK, "'service:demo/rag/retriever'", "'service:demo/rag/%zz'"));
  }
}
