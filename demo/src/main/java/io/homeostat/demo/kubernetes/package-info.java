/**
 * A Kubernetes API server on loopback with the retriever's Deployment, and the controller that
 * gives the retriever as many workers as its replicas have.
 */
@NullMarked
package io.homeostat.demo.kubernetes;

import org.jspecify.annotations.NullMarked;
