package io.homeostat.demo.kubernetes;

/**
 * One change of the Deployment's specification, as the API server took it.
 *
 * @param at when, in ISO 8601
 * @param by the account that made it
 * @param uid the object's identity
 * @param generation its generation since
 * @param replicasBefore how many replicas were wanted before; 0 when it is new
 * @param replicasAfter how many since
 * @param effects what stands in the annotation {@code homeostat.io/effects} since; empty if there
 *     is none
 */
public record DeploymentChange(
    String at,
    String by,
    String uid,
    long generation,
    int replicasBefore,
    int replicasAfter,
    String effects) {}
