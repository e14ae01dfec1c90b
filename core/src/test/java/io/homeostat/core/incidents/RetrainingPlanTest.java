package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans that act on the models which use what has drifted. */
final class RetrainingPlanTest {
  private static final EntityId RANKER = EntityId.parse("model:demo/ranker/v1");
  private static final EntityId ADS = EntityId.parse("model:demo/ads/v3");
  private static final String MISSES = "search.first.misses";
  private static final String RULES =
      """
      playbooks:
        - name: retrain-what-drifted
          when: '"data-drift" in incident.kinds'
          target: {kind: data-drift, actsOn: models, match: ['scope="demo/ranker"']}
          action: model.retrain
          parameters: {priority: high}
          require: 'symptom["search.first.misses"] > 0.5'
          fresh: 30s
          deadline: 60s
          limit: 1m
          predicted: The model knows what the values mean now
          undo: Deploy the version before
          verify:
            before: 30s
            settle: 5s
            window: 20s
            checks:
              - {role: symptom, entity: 'service:demo/rag/retriever', series: search.first.misses, atMost: 0.6}
      features:
        - {name: popularity, table: 'pg-table:demo/rag/public.documents', column: popularity, type: number, models: [model:demo/ranker/v1]}
        - {name: quality, table: 'pg-table:demo/rag/public.documents', column: quality, type: number, models: [model:demo/ranker/v1, model:demo/ads/v3]}
        - {name: bids, table: 'pg-table:demo/rag/public.bids', column: bid, type: number, models: [model:demo/ads/v3]}
      correlation: {window: 5m, close: 30s, changes: 15m}
      """;

  private static Story story(String rules) {
    Story story = Story.begin(rules);
    story.telemetry.set(Demo.RETRIEVER, MISSES, time -> 0.8);
    return story.pass(60_000);
  }

  private static Signal drift(String rule, long beganMillis, String explanation) {
    return new Signal(
        "drift/" + rule,
        Demo.TABLE,
        Demo.SYSTEM,
        rule,
        "",
        "data-drift",
        Signal.State.FIRING,
        Severity.WARNING,
        0.9,
        beganMillis,
        beganMillis,
        1,
        0,
        explanation,
        "");
  }

  @Test
  void theModelThatUsesTheFeatureIsActedOnAndTheActionKnowsWhatDrifted() {
    Story story = story(RULES);
    long began = story.now();
    story.say(drift("quality", began, "column quality is out of its range"));

    Proposal proposal = story.proposal(1);
    assertThat(proposal.target()).isEqualTo(RANKER);
    assertThat(proposal.action()).isEqualTo("model.retrain");
    assertThat(story.incident().timeline())
        .anySatisfy(moment -> assertThat(moment.text()).contains("model.retrain on ranker/v1"));
    assertThat(proposal.parameters())
        .containsEntry("signal_id", "drift/quality")
        .containsEntry("signal_kind", "data-drift")
        .containsEntry("signal_rule", "quality")
        .containsEntry("signal_entity", Demo.TABLE.text())
        .containsEntry("signal_began", Instant.ofEpochMilli(began).toString())
        .containsEntry("signal_features", "quality")
        .containsEntry("signal_explanation", "column quality is out of its range")
        .containsEntry("priority", "high");
    assertThat(proposal.evidence())
        .anySatisfy(fact -> assertThat(fact.entity()).isEqualTo(Demo.RETRIEVER));
  }

  @Test
  void aDriftRuleThatIsNamedLikeAFeatureIsStillOneOfTheTable() {
    Story story =
        story(
            RULES
                + "drift:\n  - {name: quality, match: ['kind=\"pg-table\"'], reference: trailing,"
                + " window: 1h, kind: data-drift}\n");
    story.say(drift("quality", story.now(), "columns drifted"));

    assertThat(story.proposal(1).parameters())
        .containsEntry("signal_features", "popularity,quality");
  }

  @Test
  void anExplanationThatLooksLikeAPlaceholderIsPassedOnAsItIs() {
    Story story = story(RULES);
    story.say(drift("quality", story.now(), "{target[\"pg.index.size\"]}"));

    assertThat(story.proposal(1).parameters())
        .containsEntry("signal_explanation", "{target[\"pg.index.size\"]}");
  }

  @Test
  void driftOfTheTableConcernsAllFeaturesOfTheTable() {
    Story story = story(RULES);
    story.say(drift("documents-hourly", story.now(), "columns drifted"));

    assertThat(story.proposal(1).parameters())
        .containsEntry("signal_features", "popularity,quality");
  }

  @Test
  void eachModelIsActedOnOnceThoughSeveralSignalsConcernIt() {
    String everyModel = RULES.replace(", match: ['scope=\"demo/ranker\"']", "");
    Story story = story(everyModel);
    long began = story.now();
    story.say(drift("quality", began, "one"), drift("popularity", began, "two"));
    Proposal first = story.proposal(1);
    story.pass(60_000);

    assertThat(List.of(RANKER, ADS)).contains(first.target());
    assertThat(story.all(Proposal.class)).extracting(Proposal::target).doesNotHaveDuplicates();
  }

  @Test
  void thePlanIsTheSameUnderOtherWords() {
    Story one = story(RULES);
    one.say(drift("quality", one.now(), "12% of 100 rows"));
    Story other = story(RULES);
    other.say(drift("quality", other.now(), "13% of 120 rows"));
    Story another = story(RULES);
    another.say(drift("popularity", another.now(), "12% of 100 rows"));

    assertThat(other.proposal(1).planHash()).isEqualTo(one.proposal(1).planHash());
    assertThat(another.proposal(1).planHash()).isNotEqualTo(one.proposal(1).planHash());
  }

  @Test
  void whatNoContractNamesAModelForIsSaidToBeSo() {
    Story story = story(RULES.replace("model:demo/ranker/v1", "model:demo/other/v1"));
    story.say(drift("quality", story.now(), "drifted")).pass(60_000);

    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction())
        .contains("retrain-what-drifted finds no model that it may act on");
  }

  @Test
  void nothingIsRetrainedWhileTheModelServesWell() {
    Story story = story(RULES);
    story.telemetry.set(Demo.RETRIEVER, MISSES, time -> 0.1);
    story.pass(60_000);
    story.say(drift("quality", story.now(), "drifted")).pass(60_000);

    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction()).contains("precondition does not hold");
  }
}
