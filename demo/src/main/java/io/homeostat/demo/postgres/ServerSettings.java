package io.homeostat.demo.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The demo's {@code postgresql.conf}: logical decoding on, statistics on, and little memory, as the
 * whole of Homeostat lives beside it.
 *
 * @param port the TCP port on loopback
 */
record ServerSettings(int port) {

  String text() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", "");
    settings.put("max_connections", "50");
    settings.put("password_encryption", "scram-sha-256");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_line_prefix", "%m [%p] %u@%d/%a ");
    // Logical decoding, for Debezium; a consumer that stays away must not fill the disk.
    settings.put("wal_level", "logical");
    settings.put("max_replication_slots", "8");
    settings.put("max_wal_senders", "8");
    settings.put("max_slot_wal_keep_size", "2GB");
    settings.put("max_wal_size", "512MB");
    settings.put("min_wal_size", "80MB");
    settings.put("shared_preload_libraries", "pg_stat_statements");
    // Utility statements are kept with their constants, and so would hold passwords.
    settings.put("pg_stat_statements.track_utility", "off");
    // An index that outgrows the buffers has to be felt, as it is where real indexes do.
    settings.put("shared_buffers", "16MB");
    settings.put("work_mem", "2MB");
    settings.put("maintenance_work_mem", "32MB");
    settings.put("autovacuum_max_workers", "2");
    settings.put("max_parallel_workers_per_gather", "0");
    settings.put("max_parallel_maintenance_workers", "0");
    settings.put("random_page_cost", "1.1");
    settings.put("jit", "off");
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " = '" + setting.getValue() + "'\n")
        .collect(Collectors.joining("", "# Written at each start of the demo.\n", ""));
  }
}
