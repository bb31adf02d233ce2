package org.hopwire.port.linux;

import java.util.concurrent.CountDownLatch;

import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.port.linux.xdp.XdpPort;

/** Opens an AF_XDP port in a process of its own, to be killed. */
final class XdpVictim {
    private XdpVictim() {}

    /** Namespace and device. */
    public static void main(String[] arguments) throws InterruptedException {
        PortRequest request = new PortRequest("victim", arguments[1], LinuxPortConfig.defaults(), true);
        XdpPort port = NetworkNamespace.call(arguments[0], () -> XdpPort.open(request));
        System.out.println(port.manner());
        new CountDownLatch(1).await();
    }
}
