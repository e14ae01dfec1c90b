package io.homeostat.schemas.patroni;

import java.io.IOException;
import java.util.Optional;

/**
 * One member, asked by two ways: its agent's REST API ({@code GET /patroni}), and a new connection
 * to its PostgreSQL.
 *
 * @param name the member
 * @param agent what its agent says, if it answered
 * @param access what its PostgreSQL answers
 */
public record MemberReading(String name, Optional<Agent> agent, Access access) {

  /** What a new connection to PostgreSQL comes to. */
  public enum Access {
    /** It answers and is no standby: it takes writes. */
    WRITABLE,
    /** It answers as a standby. */
    IN_RECOVERY,
    /** Nobody listens there, or it turns connections away as it starts or stops. */
    CLOSED,
    /** It took too long, or the network does not lead there. */
    NO_ANSWER,
    /** It answered something else, such as that it does not know the role. */
    UNCLEAR;

    /** Whether it is certain that nobody can write there. */
    public boolean takesNoWrites() {
      return this == IN_RECOVERY || this == CLOSED;
    }

    /** Whether it is not known if somebody can write there. */
    public boolean unknown() {
      return this == NO_ANSWER || this == UNCLEAR;
    }
  }

  /**
   * What an agent says.
   *
   * @param state of PostgreSQL: {@code running}, {@code starting}, {@code stopped}, …
   * @param role {@code master} or {@code primary}, {@code replica}, …
   * @param systemIdentifier the identity of the data
   */
  public record Agent(String state, String role, Optional<String> systemIdentifier) {
    /** Whether PostgreSQL is at work as the primary, by the agent's word. */
    public boolean runsPrimary() {
      return state.equals("running") && (role.equals("master") || role.equals("primary"));
    }

    static Agent parse(String body) throws IOException {
      JsonTree tree = JsonTree.parse(body);
      return new Agent(
          tree.child("state").text().orElse(""),
          tree.child("role").text().orElse(""),
          tree.child("database_system_identifier").text());
    }
  }
}
